using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Series;

/// <summary>Conformal intervals hold what they promise to the last pair; quantiles are put in order; scores are their definitions.</summary>
public sealed class IntervalTests
{
    [Theory]
    [InlineData(9, 0.8, 8)]
    [InlineData(9, 0.9, 9)]
    [InlineData(99, 0.07, 7)] // 100 * 0.07 is more than 7 in double
    [InlineData(10, 0.8, 9)]
    [InlineData(4, 0.8, 4)]
    [InlineData(5, 0.001, 1)]
    public void TheMarginIsTheErrorOfItsRank(int pairs, double coverage, int rank)
    {
        float[] targets = [.. Enumerable.Range(1, pairs).Select(n => n % 2 == 0 ? (float)n : -n)];
        new Random(1).Shuffle(targets);
        Assert.Equal(rank, ConformalInterval.OfForecasts(new float[pairs], targets, coverage).Margin);
    }

    /// <summary>Of n + 1 pairs any may be the one to come: exactly ceil((n + 1) coverage) of them lie in the intervals of the others.</summary>
    [Property(MaxTest = 200)]
    public void CoverageOfExchangeableDataIsExact(int seed)
    {
        var random = new Random(seed);
        int pairs = random.Next(12, 60);
        double coverage = random.Next(1, 90) / 100.0;
        foreach (bool quantiles in new[] { false, true })
        {
            float[] lower = [.. Enumerable.Range(0, pairs).Select(_ => random.NextSingle() * 100)];
            float[] upper = quantiles ? [.. lower.Select(value => value + random.NextSingle())] : lower;
            float[] targets = [.. lower.Select(value => value + ((random.NextSingle() - 0.5f) * 8))];
            int within = 0;
            for (int left = 0; left < pairs; left++)
            {
                ConformalInterval interval = ConformalInterval.OfQuantiles(Without(lower, left), Without(upper, left), Without(targets, left), coverage);
                double error = Math.Max((double)lower[left] - targets[left], (double)targets[left] - upper[left]);
                within += error <= interval.Margin ? 1 : 0;
                Assert.True(error > interval.Margin || Math.Abs(error - interval.Margin) < 1e-4 || interval.Around(lower[left], upper[left]).Contains(targets[left]));
            }

            Assert.Equal((int)Math.Ceiling(pairs * (decimal)coverage), within);
        }
    }

    [Fact]
    public void OnNewDataTheShareIsTheCoverage()
    {
        var random = new Random(5);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)Math.Tan((random.NextDouble() - 0.5) * 3))];
        ConformalInterval interval = ConformalInterval.OfForecasts(new float[2000], Draw(2000), 0.8);
        Assert.InRange(Draw(20_000).Count(value => interval.Around(0).Contains(value)) / 20_000.0, 0.77, 0.83);
    }

    [Fact]
    public void AMarginBelowZeroMakesQuantilesNarrowerAndNeverCrosses()
    {
        ConformalInterval interval = ConformalInterval.OfQuantiles([0, 0, 0, 0], [10, 10, 10, 10], [4, 5, 5, 6], 0.5);
        Assert.Equal(-4, interval.Margin);
        Assert.Equal(new ForecastInterval(4, 6), interval.Around(0, 10));
        Assert.Equal(new ForecastInterval(2.5f, 2.5f), interval.Around(0, 5));
        Assert.Equal(2, interval.Around(0, 10).Width);
    }

    [Fact]
    public void TooFewPairsAndNumbersThatAreNoneAreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => ConformalInterval.OfForecasts(new float[3], [1, float.NaN, 2], 0.8));
        Assert.Equal("There are 2 pairs; at least 4 were expected for a coverage of 0.8.", error.Message);
        Assert.Throws<ArgumentException>(() => ConformalInterval.OfForecasts([1, float.NaN], [1, 2], 0.1));
        Assert.Throws<ArgumentException>(() => ConformalInterval.OfForecasts([1], [1, 2], 0.1));
        foreach (double coverage in new[] { 0, 1, double.NaN, 1 - 1e-16 })
        {
            Assert.ThrowsAny<ArgumentException>(() => ConformalInterval.OfForecasts(new float[9], new float[9], coverage));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new ConformalInterval(0.5, float.NaN));
    }

    [Fact]
    public void CrossingQuantilesAreSortedTargetByTarget()
    {
        float[] outputs = [3, 1, 2, -1, -2, 5];
        QuantileForecast.Sort(outputs, 3);
        Assert.Equal([1, 2, 3, -2, -1, 5], outputs);
        Assert.Throws<ArgumentException>(() => QuantileForecast.Sort(outputs, 4));
        Assert.Throws<ArgumentException>(() => QuantileForecast.Sort([1, float.NaN], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => QuantileForecast.Sort([], 0));
        Allocated.Nothing(() => QuantileForecast.Sort(outputs, 3));
    }

    [Fact]
    public void ScoresAreTheirDefinitions()
    {
        float[] lower = [0, 1, 2, 7], upper = [2, 2, 4, 9], targets = [1, 4, 1, float.NaN];
        IntervalScores scores = IntervalScores.Of(lower, upper, targets, 0.8);
        Assert.Equal(3, scores.Count);
        Assert.Equal(1 / 3.0, scores.Coverage, 1e-12);
        Assert.Equal(5 / 3.0, scores.MeanWidth, 1e-12);
        Assert.Equal((5 + (10 * (2 + 1))) / 3.0, scores.Winkler, 1e-9);
        Assert.Throws<ArgumentException>(() => IntervalScores.Of(upper, lower, targets, 0.8));
        Assert.Throws<ArgumentException>(() => IntervalScores.Of([1], [2], [float.NaN], 0.8));
        Assert.Throws<ArgumentException>(() => IntervalScores.Of(lower, upper, [1], 0.8));
        Allocated.Nothing(() => IntervalScores.Of(lower, upper, targets, 0.8));
    }

    [Fact]
    public void AFileGivesTheSameIntervalBack()
    {
        using var folder = new TemporaryFolder();
        var interval = new ConformalInterval(0.8, 0.1f);
        SafetensorsWriter.Write(folder.File("s"), [], [interval.ToMetadata("24 h")]);
        ConformalInterval loaded = ConformalInterval.FromMetadata(SafetensorsFile.Load(folder.File("s")), "24 h");
        Assert.Equal((0.8, 0.1f), (loaded.Coverage, loaded.Margin));
    }

    private static float[] Without(float[] values, int left) => [.. values[..left], .. values[(left + 1)..]];
}
