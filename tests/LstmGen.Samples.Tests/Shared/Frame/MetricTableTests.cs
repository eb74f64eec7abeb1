using System.Globalization;
using LstmGen.Samples;

namespace LstmGen.Tests.Samples.Frame;

public sealed class MetricTableTests
{
    [Fact]
    public void NumbersAreAlignedInTheInvariantCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = other;
        try
        {
            string[] lines = new MetricTable("forecast", "RMSE", new Metric("hits", "N0"))
                .Add("LSTM", 1.25, 12_345)
                .Add("the last value", 10.5, double.NaN)
                .ToString().Split('\n');
            Assert.Equal(
            [
                "forecast           RMSE     hits",
                "--------------------------------",
                "LSTM              1.250   12,345",
                "the last value   10.500        -",
            ], lines);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ARowOfAnotherLengthIsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new MetricTable("t", "a", "b").Add("row", 1));
        Assert.Contains("row has 1 values; the 2", error.Message, StringComparison.Ordinal);
    }
}
