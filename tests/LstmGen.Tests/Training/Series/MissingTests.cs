using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Series;

/// <summary>Gaps are filled as they say, without a look ahead where that is promised, and a loss passes over targets that are missing.</summary>
public sealed class MissingTests
{
    private const float N = float.NaN;

    [Theory]
    [InlineData(SeriesFill.Last, new[] { 9, 9, 3, 3, 3, 6, 6f })]
    [InlineData(SeriesFill.Mean, new[] { 9, 9, 3, 9, 9, 6, 9f })]
    [InlineData(SeriesFill.Linear, new[] { 3, 3, 3, 4, 5, 6, 6f })]
    public void GapsAreFilledColumnByColumn(SeriesFill fill, float[] expected)
    {
        float[] series = [N, 1, N, 1, 3, N, N, N, N, 2, 6, N, N, N];
        float[] untouched = [.. series];
        SeriesMissing.Fill(series, 2, fill, [9, 7]);
        Assert.Equal(expected, Column(series, 0));
        Assert.All(untouched.Index().Where(pair => !float.IsNaN(pair.Item)), pair => Assert.Equal(pair.Item, series[pair.Index]));
        Assert.All(series, value => Assert.True(float.IsFinite(value)));
    }

    [Property(MaxTest = 200)]
    public void TheLastValueLooksAtNothingLater(int seed)
    {
        var random = new Random(seed);
        float[] series = [.. Enumerable.Range(0, 60).Select(_ => random.Next(2) == 0 ? N : random.NextSingle())];
        int now = random.Next(1, 20);
        float[] changed = [.. series];
        foreach (int at in Enumerable.Range(now * 3, 60 - (now * 3)))
        {
            changed[at] = random.Next(2) == 0 ? N : random.NextSingle();
        }

        SeriesMissing.Fill(series, 3);
        SeriesMissing.Fill(changed, 3);
        Assert.Equal(series[..(now * 3)], changed[..(now * 3)]);
    }

    [Fact]
    public void ColumnsCanSayWhatIsMissing()
        => Assert.Equal([1, N, 1, 0, N, 2, 0, 1], SeriesMissing.WithIndicators([1, N, N, 2], 2, 1, 0));

    [Fact]
    public void TheScalerLeavesOutWhatIsMissingAndKeepsIt()
    {
        float[] series = [1, N, 3, 5, N, 7, 5, N, 1000, 1000];
        SeriesScaler scaler = SeriesScaler.Standard(series, 2, new SeriesPart(0, 4));
        Assert.Equal([3, 6], scaler.Offset.ToArray());
        Assert.Equal([(float)Math.Sqrt(8 / 3.0), 1], scaler.Scale.ToArray());
        Assert.Equal([3, 6], SeriesMissing.Means(series, 2, new SeriesPart(0, 4)));
        Assert.Equal([1, 5], SeriesScaler.MinMax(series, 2, new SeriesPart(0, 4)).Offset.ToArray());
        scaler.Transform(series, series);
        Assert.True(float.IsNaN(series[1]) && float.IsNaN(series[4]));
        var error = Assert.Throws<ArgumentException>(() => SeriesScaler.Standard([1, N, 2, N], 2, SeriesPart.All(2)));
        Assert.StartsWith("Column 1 has no value in rows 0 to 2, all are NaN; at least one was expected.", error.Message);
        Assert.Throws<ArgumentException>(() => SeriesScaler.MinMax([1, N, 2, N], 2, SeriesPart.All(2)));
    }

    [Property(MaxTest = 200)]
    public void ALossThatSkipsIsTheMeanOverWhatIsThere(int seed)
    {
        var random = new Random(seed);
        (LstmLoss Loss, Func<float, float, int, double> Of, int PerTarget)[] losses =
        [
            (LstmLoss.MeanSquared, (y, t, _) => ((double)y - t) * ((double)y - t), 1),
            (LstmLoss.Quantile(0.1f, 0.75f), (y, t, k) => Math.Max((k % 2 == 0 ? 0.1f : 0.75f) * ((double)t - y), ((k % 2 == 0 ? 0.1f : 0.75f) - 1) * ((double)t - y)), 2),
        ];
        foreach ((LstmLoss loss, Func<float, float, int, double> of, int perTarget) in losses)
        {
            const int rows = 5, targetSize = 3;
            int outputSize = targetSize * perTarget;
            float[] outputs = [.. Enumerable.Range(0, rows * outputSize).Select(_ => random.NextSingle() * 4)];
            float[] targets = [.. Enumerable.Range(0, rows * targetSize).Select(_ => random.Next(3) == 0 ? N : random.NextSingle() * 4)];
            targets[0] = 1;
            float[] mask = [.. targets.Chunk(targetSize).Select(row => row.Count(value => !float.IsNaN(value)) / 3f)];
            double[] terms =
            [
                .. Enumerable.Range(0, outputs.Length).Where(at => !float.IsNaN(targets[at / perTarget]))
                    .Select(at => of(outputs[at], targets[at / perTarget], at % outputSize)),
            ];
            float[] gradients = new float[outputs.Length];
            LstmLoss skips = SeriesMissing.Skip(loss);
            Assert.Equal(terms.Average(), skips.Evaluate(outputs, targets, mask, outputSize, gradients), 1e-6);
            for (int at = 0; at < outputs.Length; at++)
            {
                if (float.IsNaN(targets[at / perTarget]))
                {
                    Assert.Equal(0, gradients[at]);
                    continue;
                }

                float[] above = [.. outputs], below = [.. outputs];
                (above[at], below[at]) = (outputs[at] + 1e-3f, outputs[at] - 1e-3f);
                double slope = (skips.Evaluate(above, targets, mask, outputSize, []) - skips.Evaluate(below, targets, mask, outputSize, []))
                    / ((double)above[at] - below[at]);
                Assert.True(Math.Abs(slope - gradients[at]) < 1e-4 || Math.Abs(outputs[at] - targets[at / perTarget]) < 2e-3, $"{slope} {gradients[at]}");
            }
        }
    }

    [Fact]
    public void WithoutGapsALossThatSkipsHasTheBitsOfTheLoss()
    {
        float[] outputs = [0.3f, -2, 1.7f, 0.1f, 5, 6], targets = [1, 2, 3, 4, 5, 7], mask = [1, 0.5f, 1];
        float[] plain = new float[6], skipping = new float[6];
        LstmLoss loss = LstmLoss.Huber(0.7f);
        Assert.Equal(loss.Evaluate(outputs, targets, mask, 2, plain), SeriesMissing.Skip(loss).Evaluate(outputs, targets, mask, 2, skipping));
        Assert.Equal(plain, skipping);
        Assert.Equal("Huber(delta 0.7) without missing targets", SeriesMissing.Skip(SeriesMissing.Skip(loss)).Description);
    }

    [Fact]
    public void StepsThatArePartlyMissingNeedALossThatSkips()
    {
        float[] targets = [1, 2, 3, 4, N, 6, 7, 8];
        var windows = new SeriesWindows(new float[8], 1, targets, 1, SeriesPart.All(8), new() { Steps = 2, Horizons = [1, 2], MissingTargets = true });
        var error = Assert.Throws<ArgumentException>(() => windows.CheckTargets(LstmLoss.MeanSquared, 2));
        Assert.Equal(
            "The target in row 4, column 0 is NaN; others of its step are there: the loss was expected to be one that SeriesMissing.Skip gave.", error.Message);
        windows.CheckTargets(SeriesMissing.Skip(LstmLoss.MeanSquared), 2);
        new SeriesWindows(new float[8], 1, targets, 1, SeriesPart.All(8), new() { Steps = 2, MissingTargets = true }).CheckTargets(LstmLoss.MeanSquared, 1);
    }

    [Fact]
    public void WhatCannotBeFilledOrSkippedIsRefused()
    {
        Assert.Throws<ArgumentException>(() => SeriesMissing.Skip(LstmLoss.SoftmaxCrossEntropy));
        Assert.Throws<ArgumentException>(() => SeriesMissing.Fill([1, N, float.NegativeInfinity], 1));
        Assert.Throws<ArgumentException>(() => SeriesMissing.Fill([1, N], 1, SeriesFill.Mean, [N]));
        Assert.Throws<ArgumentException>(() => SeriesMissing.Fill([1, N], 1, SeriesFill.Mean, [1, 2]));
        Assert.Throws<ArgumentException>(() => SeriesMissing.Fill([1, N, 2], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesMissing.Fill([1, N], 1, (SeriesFill)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesMissing.WithIndicators([1, N], 2, 2));
    }

    [Fact]
    public void FillingAllocatesNothing()
    {
        float[] series = [.. Enumerable.Range(0, 3000).Select(n => n % 7 < 3 ? N : n)];
        Allocated.Nothing(() => SeriesMissing.Fill(series, 3, SeriesFill.Linear));
    }

    private static float[] Column(float[] series, int column) => [.. series.Where((_, at) => at % 2 == column)];
}
