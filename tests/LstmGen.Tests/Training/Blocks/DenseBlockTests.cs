using LstmGen.Tests.Training.Tape;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Blocks;

/// <summary>Dense blocks against loops in double, finite differences, and themselves on other widths and threads.</summary>
[Collection(nameof(Alone))]
public sealed class DenseBlockTests
{
    private const int Inputs = 19, Outputs = 37, Rows = 11;

    public static TheoryData<LstmActivation?> Activations => new() { (LstmActivation?)null, LstmActivation.Tanh, LstmActivation.Sigmoid, LstmActivation.Relu };

    [Theory, MemberData(nameof(Activations))]
    public void Outputs_and_gradients_are_those_of_plain_loops(LstmActivation? activation)
    {
        using var block = new DenseBlock("d.", Inputs, Outputs, new DenseOptions { Rows = Rows, Activation = activation, Seed = 1 });
        float[] x = BlockRuns.Floats(5, Rows * Inputs, 6), gradient = BlockRuns.Floats(6, Rows * Outputs), y = new float[Rows * Outputs], dx = new float[x.Length], again = new float[y.Length];
        block.Forward(x, y);
        block.Run(x, again);
        BlockRuns.SameBits(y, again, "Run");
        block.Backward(gradient, dx);
        double[] w = BlockRuns.Wide(block.Weight.Values), b = BlockRuns.Wide(block.Bias!.Values), inputs = BlockRuns.Wide(x);
        BlockRuns.Close(Naive(inputs, w, b, activation), y, "y");
        double Loss(double[] at, double[] weight, double[] bias) => Naive(at, weight, bias, activation).Zip(gradient, (value, each) => value * each).Sum();
        BlockRuns.Close(BlockRuns.Differences(x, at => Loss(at, w, b)), dx, "dx", 2e-5);
        BlockRuns.Close(BlockRuns.Differences(block.Weight.Values, at => Loss(inputs, at, b)), block.Weight.Gradients, "dW", 2e-5);
        BlockRuns.Close(BlockRuns.Differences(block.Bias.Values, at => Loss(inputs, w, at)), block.Bias.Gradients, "db", 2e-5);
    }

    [Theory, MemberData(nameof(Activations))]
    public void Bits_are_the_same_on_every_width_and_for_any_number_of_threads(LstmActivation? activation)
    {
        float[]? expected = null;
        foreach ((MatrixKernels kernels, int threads) in BlockRuns.Widths)
        {
            using var block = new DenseBlock("d.", 150, 70, new DenseOptions { Rows = 130, Activation = activation, Threads = threads, Seed = 1 }, kernels);
            float[] x = BlockRuns.Floats(5, 130 * 150), gradient = BlockRuns.Floats(6, 130 * 70), y = new float[gradient.Length], dx = new float[x.Length];
            block.Forward(x, y);
            block.Backward(gradient, dx);
            float[] found = [.. y, .. dx, .. block.Weight.Gradients, .. block.Bias!.Gradients];
            expected ??= found;
            BlockRuns.SameBits(expected, found, $"{kernels.PanelColumns / 2} lanes, {threads} threads");
        }
    }

    [Fact]
    public void Nested_passes_give_the_gradients_of_one_pass_of_all_rows()
    {
        using var block = new DenseBlock("d.", Inputs, Outputs, new DenseOptions { Rows = Rows, Activation = LstmActivation.Tanh });
        float[] x = BlockRuns.Floats(5, Rows * Inputs), gradient = BlockRuns.Floats(6, Rows * Outputs), y = new float[gradient.Length], dx = new float[x.Length];
        block.Forward(x, y);
        block.Backward(gradient, dx);
        float[] weight = [.. block.Weight.Gradients], inputGradients = [.. dx], outputs = [.. y];
        const int First = 4;
        block.Forward(x.AsSpan(0, First * Inputs), y.AsSpan(0, First * Outputs));
        block.Run(x, new float[y.Length]); // an inference in between changes nothing
        block.Forward(x.AsSpan(First * Inputs), y.AsSpan(First * Outputs), nested: true);
        block.Backward(gradient.AsSpan(First * Outputs), dx.AsSpan(First * Inputs));
        block.Backward(gradient.AsSpan(0, First * Outputs), dx.AsSpan(0, First * Inputs), accumulate: true);
        BlockRuns.SameBits(outputs, y, "y");
        BlockRuns.SameBits(inputGradients, dx, "dx");
        BlockRuns.Close(BlockRuns.Wide(weight), block.Weight.Gradients, "dW", 1e-6);
        Assert.Throws<InvalidOperationException>(() => block.Backward(gradient, dx));
    }

    [Fact]
    public void Values_that_change_are_taken_by_the_next_pass()
    {
        using var block = new DenseBlock("d.", 2, 1, new DenseOptions { Rows = 1 });
        float[] y = new float[1], dx = new float[2];
        block.Weight.CopyFrom([1, 2]);
        block.Bias!.CopyFrom([3]);
        block.Forward([10, 20], y);
        Assert.Equal(53, y[0]);
        block.Weight.CopyFrom([5, 7]);
        block.Forward([10, 20], y);
        Assert.Equal(193, y[0]);
        block.Backward([2], dx);
        Assert.Equal([10, 14], dx);
        Assert.Equal([20, 40], block.Weight.Gradients.ToArray());
    }

    [Fact]
    public void Tied_weights_have_the_gradients_of_both_uses()
    {
        var embedding = new EmbeddingBlock("e.", 5, 3, new EmbeddingOptions { Rows = 2 });
        using var block = new DenseBlock("d.", 3, 5, new DenseOptions { Rows = 2, Weight = embedding.Weight, Bias = false });
        Assert.Same(embedding.Weight, block.Trainables.Single());
        float[] vectors = new float[6], scores = new float[10], gradient = BlockRuns.Floats(1, 10), dv = new float[6];
        int[] ids = [4, 1];
        embedding.Forward(ids, vectors);
        block.Forward(vectors, scores);
        block.Backward(gradient, dv);
        embedding.Backward(dv, accumulate: true);
        double[] expected = BlockRuns.Differences(embedding.Weight.Values, w => Enumerable.Range(0, 10).Sum(
            at => gradient[at] * Enumerable.Range(0, 3).Sum(i => w[(ids[at / 5] * 3) + i] * w[(at % 5 * 3) + i])));
        BlockRuns.Close(expected, embedding.Weight.Gradients, "tied");
    }

    [Fact]
    public void Initial_values_fill_the_interval_of_PyTorch_and_follow_from_the_seed()
    {
        using var block = new DenseBlock("d.", 400, 100, new DenseOptions { Rows = 1, Seed = 1 });
        using var other = new DenseBlock("d.", 400, 100, new DenseOptions { Rows = 1, Seed = 2 });
        using var same = new DenseBlock("d.", 400, 100, new DenseOptions { Rows = 1, Seed = 1 });
        float[] values = [.. block.Weight.Values];
        Assert.InRange(values.Max(), 0.0499, 0.05);
        Assert.InRange(values.Min(), -0.05, -0.0499);
        Assert.InRange(values.Average(), -0.0005, 0.0005); // 0.05 / sqrt(3 x 40,000) = 0.00014
        Assert.Equal(values, same.Weight.Values.ToArray());
        Assert.NotEqual(values, other.Weight.Values.ToArray());
        Assert.Equal(["d.weight", "d.bias"], block.Trainables.Select(trainable => trainable.Name));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        using var block = new DenseBlock("d.", 50, 60, new DenseOptions { Rows = 20, Activation = LstmActivation.Tanh, Threads = 2 });
        float[] x = new float[1_000], y = new float[1_200], dx = new float[1_000];
        Allocated.NothingAnywhere(() =>
        {
            block.Forward(x, y);
            block.Backward(y, dx);
            block.Run(x, y);
        });
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var options = new DenseOptions { Rows = 2 };
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => new DenseBlock("d.", 0, 1, options));
        Assert.Throws<ArgumentOutOfRangeException>("outputs", () => new DenseBlock("d.", 1, 0, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenseBlock("d.", 1, 1, options with { Rows = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenseBlock("d.", 1, 1, options with { Threads = 0 }));
        Assert.Throws<ArgumentException>("activation", () => new DenseBlock("d.", 1, 1, options with { Activation = LstmActivation.Gelu }));
        Assert.Contains("5 x 3", Assert.Throws<ArgumentException>(() => new DenseBlock("d.", 5, 3, options with { Weight = new LstmTrainable("w", [5, 3], new float[15]) })).Message);
        var block = new DenseBlock("d.", 3, 4, options);
        Assert.Throws<ArgumentException>("inputs", () => block.Forward(new float[4], new float[4]));
        Assert.Throws<ArgumentException>("inputs", () => block.Forward([], []));
        Assert.Throws<ArgumentException>("outputs", () => block.Forward(new float[3], new float[3]));
        Assert.Contains("at most 2", Assert.Throws<ArgumentException>("inputs", () => block.Forward(new float[9], new float[12])).Message);
        block.Forward(new float[6], new float[8]);
        Assert.Contains("remember 2", Assert.Throws<ArgumentException>("inputs", () => block.Forward(new float[3], new float[4], nested: true)).Message);
        Assert.Throws<ArgumentException>("outputGradients", () => block.Backward(new float[4]));
        Assert.Throws<ArgumentException>("inputGradients", () => block.Backward(new float[8], new float[3]));
        block.Backward(new float[8]); // what was refused used nothing up
        Assert.Throws<InvalidOperationException>(() => block.Backward(new float[8]));
        block.Dispose();
        block.Dispose();
        Assert.Throws<ObjectDisposedException>(() => block.Forward(new float[3], new float[4]));
        Assert.Throws<ObjectDisposedException>(() => block.Run(new float[3], new float[4]));
        Assert.Equal(12, block.Weight.Values.Length);
    }

    private static double[] Naive(double[] x, double[] w, double[] b, LstmActivation? activation)
    {
        double[] y = new double[x.Length / Inputs * Outputs];
        for (int at = 0; at < y.Length; at++)
        {
            (int row, int output) = (at / Outputs, at % Outputs);
            double sum = b[output];
            for (int input = 0; input < Inputs; input++)
            {
                sum += w[(output * Inputs) + input] * x[(row * Inputs) + input];
            }

            y[at] = activation switch { null => sum, LstmActivation.Tanh => Math.Tanh(sum), LstmActivation.Sigmoid => 1 / (1 + Math.Exp(-sum)), _ => Math.Max(0, sum) };
        }

        return y;
    }
}
