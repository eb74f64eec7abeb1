using LstmGen.Samples.Anomalies;

namespace LstmGen.Tests.Samples.Anomalies;

public sealed class NabScoreTests
{
    private const double AtStart = 2 * 0.9933071490757153 - 1; // the scaled sigmoid at -1, 0.98661 in NAB's paper

    [Fact]
    public void WorthsFollowTheScaledSigmoidWithinAndBehindWindows()
    {
        (double Worth, int Window)[] worths = NabScore.Worths(100, [(30, 39), (75, 94)]);
        Assert.Equal((1, 0), worths[30]); // the first row: position -1
        Assert.Equal(Scaled(-0.5) / AtStart, worths[35].Worth, 12);
        Assert.Equal(Scaled(-0.1) / AtStart, worths[39].Worth, 12);
        Assert.Equal((-0.11, -1), worths[0]); // before any window
        Assert.Equal(0.11 * Scaled(1 / 9.0), worths[40].Worth, 12);
        Assert.Equal(0.11 * Scaled(20 / 9.0), worths[59].Worth, 12);
        Assert.Equal(-0.11, worths[70].Worth); // three widths behind
        Assert.Equal(1, worths[75].Window);
        Assert.Equal(0.11 * Scaled(5 / 19.0), worths[99].Worth, 12);
        Assert.All(worths, row => Assert.Equal(row.Window >= 0, row.Worth > 0));
    }

    [Fact]
    public void NothingIsNoughtAndPerfectAHundred()
    {
        Series[] series = [Of(1000, (300, 399), (700, 799)), Of(1000, (500, 599)), Of(1000)];
        Assert.Equal(0, NabScore.Best(series, [.. series.Select(one => new double[one.Values.Length])]).Score, 9);
        double[][] perfect = [.. series.Select(one =>
        {
            var scores = new double[one.Values.Length];
            Array.ForEach(one.Windows, window => scores[window.First] = 0.9);
            return scores;
        })];
        Assert.Equal(100, NabScore.Best(series, perfect).Score, 9);
        Assert.Equal(0.9, NabScore.Best(series, perfect).Threshold);
    }

    [Fact]
    public void AScoreByHand()
    {
        // Two windows: one found late, one not at all; a false alarm well before any window, and one in the probation period, which costs nothing.
        Series[] series = [Of(1000, (300, 399), (700, 799))];
        var scores = new double[1000];
        (scores[100], scores[200], scores[350]) = (0.9, 0.8, 0.7);
        double sum = -0.11 + (Scaled(-0.5) / AtStart) - 1; // row 350 of 300 to 399
        Assert.Equal(100 * (sum + 2) / 4, NabScore.Best(series, [scores]).Score, 9);
        Assert.Equal(0.7, NabScore.Best(series, [scores]).Threshold);
    }

    [Fact]
    public void OfAWindowTheEarliestDetectionCountsAlone()
    {
        Series[] series = [Of(1000, (300, 399))];
        var scores = new double[1000];
        (scores[320], scores[340], scores[399]) = (0.5, 0.9, 0.5);
        Assert.Equal(100 * ((Scaled(-0.8) / AtStart) + 1) / 2, NabScore.Best(series, [scores]).Score, 9);
    }

    [Theory]
    [InlineData(1000, 150)]
    [InlineData(4032, 604)]
    [InlineData(22695, 750)]
    public void ProbationIsFifteenPercentOfAtMostFiveThousandRows(int rows, int expected) => Assert.Equal(expected, Of(rows).Probation);

    [Property]
    public bool TheBestThresholdIsTheBestOfAll(int seed)
    {
        var random = new Random(seed);
        Series[] series = [Of(600, (200, 249), (400, 420)), Of(500, (120, 180))];
        double[][] scores = [.. series.Select(one => one.Values.Select(_ => random.Next(40) / 40.0).ToArray())];
        double naive = scores.SelectMany(all => all).Append(2).Distinct().Max(threshold => Naive(series, scores, threshold));
        return Math.Abs(NabScore.Best(series, scores).Score - naive) < 1e-9;
    }

    /// <summary>The score at a threshold, window by window and row by row, as NAB's paper says it.</summary>
    private static double Naive(Series[] series, double[][] scores, double threshold)
    {
        double sum = 0;
        for (int n = 0; n < series.Length; n++)
        {
            (int First, int Last)[] windows = series[n].Windows;
            int[] found = [.. Enumerable.Range(series[n].Probation, scores[n].Length - series[n].Probation).Where(row => scores[n][row] >= threshold)];
            foreach ((int first, int last) in windows)
            {
                int[] within = [.. found.Where(row => row >= first && row <= last)];
                sum += within.Length == 0 ? -1 : Scaled(-(last - within.Min() + 1.0) / (last - first + 1)) / AtStart;
            }

            foreach (int row in found.Where(row => !windows.Any(window => row >= window.First && row <= window.Last)))
            {
                (int First, int Last)[] before = [.. windows.Where(window => window.Last < row)];
                sum += 0.11 * (before.Length == 0 ? -1 : Scaled((row - before[^1].Last) / (double)(before[^1].Last - before[^1].First)));
            }
        }

        int all = series.Sum(one => one.Windows.Length);
        return 100 * (sum + all) / (2 * all);
    }

    private static double Scaled(double x) => x >= 3 ? -1 : (2 / (1 + Math.Exp(5 * x))) - 1;

    private static Series Of(int rows, params (int First, int Last)[] windows) => new("made", new DateTime[rows], new double[rows], windows);
}
