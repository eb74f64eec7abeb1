using LstmGen.Training;

namespace LstmGen.Tests.Training.Blocks;

/// <summary>Layer normalisation against loops in double and finite differences.</summary>
public sealed class LayerNormBlockTests
{
    private const int Size = 21, Rows = 4;

    [Fact]
    public void Outputs_and_gradients_are_those_of_plain_loops()
    {
        LayerNormBlock block = Make();
        float[] x = BlockRuns.Floats(1, Rows * Size, 6), gradient = BlockRuns.Floats(2, Rows * Size), y = new float[x.Length], dx = new float[x.Length], run = [.. x];
        block.Forward(x, y);
        block.Run(run, run);
        BlockRuns.SameBits(y, run, "Run");
        block.Backward(gradient, dx);
        double[] inputs = BlockRuns.Wide(x), gain = BlockRuns.Wide(block.Weight.Values), bias = BlockRuns.Wide(block.Bias.Values);
        BlockRuns.Close(Naive(inputs, gain, bias), y, "y");
        double Loss(double[] at, double[] g, double[] b) => Naive(at, g, b).Zip(gradient, (value, each) => value * each).Sum();
        BlockRuns.Close(BlockRuns.Differences(x, at => Loss(at, gain, bias)), dx, "dx");
        BlockRuns.Close(BlockRuns.Differences(block.Weight.Values, at => Loss(inputs, at, bias)), block.Weight.Gradients, "dgain");
        BlockRuns.Close(BlockRuns.Differences(block.Bias.Values, at => Loss(inputs, gain, at)), block.Bias.Gradients, "dbias");
    }

    [Fact]
    public void A_row_without_spread_gives_the_bias_and_a_large_mean_is_taken_away()
    {
        LayerNormBlock block = Make();
        float[] y = new float[Size], moved = new float[Size], x = BlockRuns.Floats(3, Size);
        block.Run(new float[Size], y);
        BlockRuns.SameBits(block.Bias.Values, y, "bias");
        block.Run(x, y);
        block.Run([.. x.Select(value => value + 1_024)], moved);
        BlockRuns.Close(BlockRuns.Wide(y), moved, "moved", 2e-3); // a float near 1,024 is rounded to 6e-5
    }

    [Fact]
    public void Nested_passes_and_sums()
    {
        LayerNormBlock block = Make();
        float[] x = BlockRuns.Floats(1, 2 * Size), gradient = BlockRuns.Floats(2, 2 * Size), y = new float[x.Length], dx = new float[x.Length], nested = new float[x.Length];
        block.Forward(x, y);
        block.Backward(gradient, dx);
        double[] gain = BlockRuns.Wide(block.Weight.Gradients), bias = BlockRuns.Wide(block.Bias.Gradients);
        block.Forward(x.AsSpan(0, Size), y.AsSpan(0, Size));
        block.Forward(x.AsSpan(Size), y.AsSpan(Size), nested: true);
        block.Backward(gradient.AsSpan(Size), nested.AsSpan(Size));
        block.Backward(gradient.AsSpan(0, Size), nested.AsSpan(0, Size), accumulate: true);
        BlockRuns.SameBits(dx, nested, "dx");
        BlockRuns.Close(gain, block.Weight.Gradients, "dgain", 1e-6);
        BlockRuns.Close(bias, block.Bias.Gradients, "dbias", 1e-6);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        LayerNormBlock block = Make();
        float[] x = new float[Rows * Size];
        Allocated.Nothing(() =>
        {
            block.Forward(x, x);
            block.Backward(x, x);
            block.Run(x, x);
        });
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new LayerNormBlock("n.", 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => new LayerNormBlock("n.", 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => new LayerNormBlock("n.", 1, 1, 0));
        LayerNormBlock block = Make();
        Assert.Throws<ArgumentException>("inputs", () => block.Forward(new float[Size + 1], new float[Size + 1]));
        Assert.Throws<ArgumentException>("outputs", () => block.Forward(new float[Size], new float[2 * Size]));
        Assert.Throws<ArgumentException>("inputs", () => block.Forward(new float[5 * Size], new float[5 * Size]));
        Assert.Throws<InvalidOperationException>(() => block.Backward(new float[Size]));
        block.Forward(new float[Size], new float[Size]);
        Assert.Throws<ArgumentException>("outputGradients", () => block.Backward(new float[2 * Size]));
        Assert.Throws<ArgumentException>("inputGradients", () => block.Backward(new float[Size], new float[1]));
        block.Dispose();
        Assert.Throws<ObjectDisposedException>(() => block.Run(new float[Size], new float[Size]));
    }

    private static LayerNormBlock Make()
    {
        var block = new LayerNormBlock("n.", Size, Rows);
        block.Weight.CopyFrom(BlockRuns.Floats(8, Size, 3));
        block.Bias.CopyFrom(BlockRuns.Floats(9, Size, 3));
        return block;
    }

    private static double[] Naive(double[] x, double[] gain, double[] bias)
    {
        double[] y = new double[x.Length];
        for (int row = 0; row < x.Length / Size; row++)
        {
            double[] values = x[(row * Size)..((row + 1) * Size)];
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) + 1e-5);
            for (int at = 0; at < Size; at++)
            {
                y[(row * Size) + at] = ((values[at] - mean) / deviation * gain[at]) + bias[at];
            }
        }

        return y;
    }
}
