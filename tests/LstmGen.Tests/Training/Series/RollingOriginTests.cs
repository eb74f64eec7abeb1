using LstmGen.Training;

namespace LstmGen.Tests.Training.Series;

/// <summary>Origins roll, and nothing that is learnt from comes after what it forecasts.</summary>
public sealed class RollingOriginTests
{
    [Theory]
    [InlineData(null, 1, 0, "0-4>4-7* 0-6>6-9* 0-8>8-11*")]
    [InlineData(3, 1, 0, "1-4>4-7* 3-6>6-9* 5-8>8-11*")]
    [InlineData(3, 2, 1, "0-3>4-7* 0-3>6-9 4-7>8-11*")]
    public void SplitsAreThoseOfTheOptions(int? window, int refit, int gap, string expected)
    {
        var rolling = new RollingOrigin { Initial = 4, Horizon = 3, Step = 2, Window = window, RefitEvery = refit, Gap = gap };
        Assert.Equal(expected, string.Join(' ', rolling.Splits(12).Select(split =>
            $"{split.Training.Start}-{split.Training.End}>{split.Validation.Start}-{split.Validation.End}{(split.Refits ? "*" : "")}")));
    }

    [Property(MaxTest = 300)]
    public void NothingLooksAheadAndNoOriginIsLeftOut(int seed)
    {
        var random = new Random(seed);
        var rolling = new RollingOrigin
        {
            Initial = random.Next(5, 20), Horizon = random.Next(1, 6), Step = random.Next(1, 6), RefitEvery = random.Next(1, 4), Gap = random.Next(0, 5),
            Window = random.Next(2) == 0 ? null : random.Next(1, 12),
        };
        int rows = rolling.Initial + rolling.Horizon + random.Next(0, 40);
        IReadOnlyList<RollingOriginSplit> splits = rolling.Splits(rows);
        Assert.Equal(
            Enumerable.Range(0, rows).Where(row => row >= rolling.Initial && (row - rolling.Initial) % rolling.Step == 0 && row + rolling.Horizon <= rows),
            splits.Select(split => split.Origin));
        for (int index = 0; index < splits.Count; index++)
        {
            RollingOriginSplit split = splits[index], fitted = splits[index - (index % rolling.RefitEvery)];
            Assert.Equal(fitted.Training, split.Training);
            Assert.Equal(fitted.Origin - rolling.Gap, split.Training.End);
            Assert.True(split.Training.End <= split.Origin && split.Training.Start >= 0 && split.Training.Count > 0);
            Assert.True(rolling.Window is null ? split.Training.Start == 0 : split.Training.Count == Math.Min(rolling.Window.Value, split.Training.End));
            Assert.Equal(new SeriesPart(split.Origin, split.Origin + rolling.Horizon), split.Validation);
            Assert.Equal(index % rolling.RefitEvery == 0, split.Refits);
        }
    }

    [Fact]
    public void WhatGivesNoSplitIsRefused()
    {
        var rolling = new RollingOrigin { Initial = 4, Horizon = 3 };
        Assert.Single(rolling.Splits(7));
        var error = Assert.Throws<ArgumentException>(() => rolling.Splits(6));
        Assert.StartsWith("The series has 6 rows; 7, 4 before the first origin and 3 to forecast, were expected.", error.Message);
        foreach (RollingOrigin bad in new[]
        {
            rolling with { Initial = 0 }, rolling with { Horizon = 0 }, rolling with { Step = 0 }, rolling with { Window = 0 }, rolling with { RefitEvery = 0 },
            rolling with { Gap = -1 }, rolling with { Gap = 4 }, rolling with { Horizon = int.MaxValue }, rolling with { Initial = int.MaxValue },
        })
        {
            Assert.ThrowsAny<ArgumentException>(() => bad.Splits(100));
        }

        Assert.Single((rolling with { Step = int.MaxValue, RefitEvery = int.MaxValue }).Splits(100));
    }
}
