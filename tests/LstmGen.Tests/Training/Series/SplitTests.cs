using LstmGen.Training;

namespace LstmGen.Tests.Training.Series;

/// <summary>Splits in the order of time.</summary>
public sealed class SplitTests
{
    [Theory]
    [InlineData(100, 0.2, 0.2, 0, "0-60 60-80 80-100")]
    [InlineData(100, 0.2, 0.2, 5, "0-50 55-75 80-100")]
    [InlineData(100, 0.2, 0.0, 5, "0-75 80-100 100-100")]
    [InlineData(100, 0.0, 0.25, 5, "0-70 70-70 75-100")]
    [InlineData(7, 0.3, 0.3, 0, "0-3 3-5 5-7")]
    public void PartsFollowEachOtherWithTheirGaps(int rows, double validation, double test, int gap, string expected)
    {
        SeriesSplit split = SeriesSplit.InOrder(rows, validation, test, gap);
        SeriesPart[] parts = [split.Training, split.Validation, split.Test];
        Assert.Equal(expected, string.Join(' ', parts.Select(part => $"{part.Start}-{part.End}")));
    }

    [Theory]
    [InlineData(10, 0.5, 0.5, 0)]
    [InlineData(10, 0.4, 0.4, 1)]
    [InlineData(10, 1.0, 0.0, 0)]
    [InlineData(10, double.NaN, 0.0, 0)]
    [InlineData(10, 0.01, 0.0, 0)]
    [InlineData(10, 0.1, 0.1, -1)]
    public void SharesThatLeaveNothingAreRefused(int rows, double validation, double test, int gap)
        => Assert.ThrowsAny<ArgumentOutOfRangeException>(() => SeriesSplit.InOrder(rows, validation, test, gap));
}
