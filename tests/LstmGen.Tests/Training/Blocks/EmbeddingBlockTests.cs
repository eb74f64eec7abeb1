using LstmGen.Training;

namespace LstmGen.Tests.Training.Blocks;

/// <summary>Tables of vectors: what is looked up, and whose gradients are whose.</summary>
public sealed class EmbeddingBlockTests
{
    [Fact]
    public void Vectors_are_rows_of_the_table_and_gradients_sums_over_their_uses()
    {
        var block = new EmbeddingBlock("e.", 7, 3, new EmbeddingOptions { Rows = 5, Seed = 1 });
        int[] ids = [6, 0, 6, 2, 6];
        float[] vectors = new float[15], gradient = BlockRuns.Floats(1, 15), run = new float[15];
        block.Forward(ids, vectors);
        block.Run(ids, run);
        Assert.Equal(vectors, run);
        block.Weight.Gradients.Fill(100); // left by somebody
        block.Backward(gradient);
        for (int at = 0; at < 15; at++)
        {
            Assert.Equal(block.Weight.Values[(ids[at / 3] * 3) + (at % 3)], vectors[at]);
        }

        float[] expected = new float[21];
        for (int at = 0; at < 15; at++)
        {
            expected[(ids[at / 3] * 3) + (at % 3)] += gradient[at]; // one chain, in order
        }

        BlockRuns.SameBits(expected, block.Weight.Gradients, "gradient");
        block.Forward(ids, vectors);
        block.Backward(gradient, accumulate: true);
        BlockRuns.Close([.. expected.Select(value => 2.0 * value)], block.Weight.Gradients, "twice", 1e-6);
    }

    [Fact]
    public void Nested_passes_come_back_the_last_first()
    {
        var block = new EmbeddingBlock("e.", 4, 1, new EmbeddingOptions { Rows = 3 });
        float[] vectors = new float[2];
        block.Forward([0, 1], vectors);
        block.Forward([3], vectors.AsSpan(0, 1), nested: true);
        block.Backward([5]);
        block.Backward([7, 9], accumulate: true);
        Assert.Equal([7, 9, 0, 5], block.Weight.Gradients.ToArray());
    }

    [Fact]
    public void Padding_is_zero_and_stays_so()
    {
        var block = new EmbeddingBlock("e.", 4, 2, new EmbeddingOptions { Rows = 2, Padding = 1 });
        float[] vectors = [1, 1, 1, 1];
        block.Forward([1, 2], vectors);
        Assert.Equal([0, 0], vectors[..2]);
        Assert.NotEqual(0, vectors[2]);
        block.Backward([float.NaN, 1, 2, 3]);
        Assert.Equal([0, 0, 0, 0, 2, 3, 0, 0], block.Weight.Gradients.ToArray());
    }

    [Fact]
    public void Initial_values_are_normal_with_the_deviation_asked_for()
    {
        var block = new EmbeddingBlock("e.", 500, 40, new EmbeddingOptions { Rows = 1, Deviation = 0.5f, Seed = 3 });
        double[] values = BlockRuns.Wide(block.Weight.Values);
        Assert.InRange(values.Average(), -0.015, 0.015); // 0.5 / sqrt(20,000) = 0.0035
        Assert.InRange(Math.Sqrt(values.Average(value => value * value)), 0.49, 0.51);
        Assert.InRange(values.Count(value => Math.Abs(value) < 0.5) / 20_000.0, 0.67, 0.70); // 0.683 of a normal distribution
        Assert.NotEqual(values, BlockRuns.Wide(new EmbeddingBlock("e.", 500, 40, new EmbeddingOptions { Rows = 1, Deviation = 0.5f, Seed = 4 }).Weight.Values));
        Assert.NotEqual(values, BlockRuns.Wide(new EmbeddingBlock("f.", 500, 40, new EmbeddingOptions { Rows = 1, Deviation = 0.5f, Seed = 3 }).Weight.Values));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var block = new EmbeddingBlock("e.", 50, 20, new EmbeddingOptions { Rows = 30 });
        int[] ids = [.. Enumerable.Range(0, 30)];
        float[] vectors = new float[600];
        Allocated.Nothing(() =>
        {
            block.Forward(ids, vectors);
            block.Backward(vectors);
            block.Run(ids, vectors);
        });
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var options = new EmbeddingOptions { Rows = 2 };
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new EmbeddingBlock("e.", 0, 1, options));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new EmbeddingBlock("e.", 1, 0, options));
        Assert.Throws<ArgumentException>(() => new EmbeddingBlock("e.", 3, 1, options with { Padding = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmbeddingBlock("e.", 3, 1, options with { Deviation = float.NaN }));
        var block = new EmbeddingBlock("e.", 3, 2, options);
        Assert.Contains("Number 1 of ids is 3", Assert.Throws<ArgumentException>("ids", () => block.Forward([0, 3], new float[4])).Message);
        Assert.Throws<ArgumentException>("ids", () => block.Run([-1], new float[2]));
        Assert.Throws<ArgumentException>("ids", () => block.Run([], []));
        Assert.Throws<ArgumentException>("vectors", () => block.Run([1], new float[3]));
        Assert.Throws<ArgumentException>(() => block.Forward([1, 1, 1], new float[6]));
        Assert.Throws<InvalidOperationException>(() => block.Backward(new float[4]));
        block.Forward([1, 1], new float[4]);
        Assert.Throws<ArgumentException>("vectorGradients", () => block.Backward(new float[2]));
        block.Dispose();
        Assert.Throws<ObjectDisposedException>(() => block.Forward([1], new float[2]));
    }
}
