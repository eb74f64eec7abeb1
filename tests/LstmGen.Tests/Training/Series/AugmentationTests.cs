using LstmGen.Training;

namespace LstmGen.Tests.Training.Series;

/// <summary>Noise for training: what the key decides, nothing in an evaluation, and of the size asked for.</summary>
public sealed class AugmentationTests
{
    private const int Rows = 400;
    private const int Columns = 2;

    private static readonly float[] Series = [.. Enumerable.Range(0, Rows * Columns).Select(n => 1 + (n % 17) * 0.25f)];

    [Fact]
    public void TheKeyAndTheWindowDecideTheNoise()
    {
        SeriesWindows data = Windows(new() { Jitter = 0.1f, Scaling = 0.2f });
        (float[] first, float[] second) = (Read(data, 1), Read(data, 2));
        Assert.NotEqual(first.Order(), second.Order());
        Assert.Equal(first, Read(Windows(new() { Jitter = 0.1f, Scaling = 0.2f }), 1));
    }

    [Fact]
    public void AnEvaluationSeesTheSeriesAsItIs()
        => Assert.Equal(Read(Windows(null), null), Read(Windows(new() { Jitter = 0.1f, Scaling = 0.2f }), null));

    [Fact]
    public void JitterHasMeanZeroAndTheDeviationAskedForAndLeavesTargets()
    {
        var batch = Fill(Windows(new() { Jitter = 0.3f }), 5);
        var clean = Fill(Windows(null), 5);
        double[] noise = [.. batch.Inputs.ToArray().Zip(clean.Inputs.ToArray(), (a, b) => (double)a - b)];
        Assert.Equal(clean.Targets.ToArray(), batch.Targets.ToArray());
        Assert.InRange(noise.Average(), -0.02, 0.02);
        Assert.InRange(Math.Sqrt(noise.Average(n => n * n)), 0.28, 0.32);
        Assert.Equal(noise.Length, noise.Distinct().Count());
    }

    [Fact]
    public void ScalingTakesOneFactorForAWindowAndColumnOfInputsAndTargets()
    {
        var batch = Fill(Windows(new() { Scaling = 0.2f }), 5);
        var clean = Fill(Windows(null), 5);
        var factors = new List<float>();
        for (int row = 0; row < batch.Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                float factor = batch.Input(0, row)[column] / clean.Input(0, row)[column];
                factors.Add(factor);
                for (int step = 0; step < batch.Steps; step++)
                {
                    Assert.Equal(factor, batch.Input(step, row)[column] / clean.Input(step, row)[column], 1e-5f);
                    Assert.Equal(factor, batch.Target(step, row)[column] / clean.Target(step, row)[column], 1e-5f);
                }
            }
        }

        Assert.InRange(factors.Average(), 0.95, 1.05);
        Assert.InRange(Math.Sqrt(factors.Average(f => (f - 1) * (f - 1))), 0.16, 0.24);
    }

    private static SeriesWindows Windows(SeriesAugmentation? augmentation)
        => new(Series, Columns, SeriesPart.All(Rows), new SeriesWindowOptions { Steps = 10, Batch = 128, Augmentation = augmentation });

    private static LstmBatch Fill(SeriesWindows data, ulong? key)
    {
        var batch = new LstmBatch(data);
        batch.Read(data, 0, key);
        return batch;
    }

    private static float[] Read(SeriesWindows data, ulong? key) => Fill(data, key).Inputs.ToArray();
}
