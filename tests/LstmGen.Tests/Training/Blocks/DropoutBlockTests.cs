using LstmGen.Training;

namespace LstmGen.Tests.Training.Blocks;

/// <summary>Masks of dropout: how many, which, and the same on the way back.</summary>
public sealed class DropoutBlockTests
{
    private static readonly float[] s_ones = [.. Enumerable.Repeat(1f, 20_000)];

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    public void As_many_are_dropped_as_asked_for_and_the_rest_are_scaled(float rate)
    {
        float[] mask = Mask(new DropoutBlock("d.", rate, 1));
        Assert.InRange(mask.Count(value => value == 0) / 20_000.0, rate - 0.015, rate + 0.015); // sqrt(0.25 / 20,000) = 0.0035
        Assert.All(mask, value => Assert.True(value == 0 || value == 1 / (1 - rate)));
    }

    [Fact]
    public void Masks_follow_from_seed_name_and_pass()
    {
        float[] mask = Mask(new DropoutBlock("d.", 0.5f, 1));
        var block = new DropoutBlock("d.", 0.5f, 1);
        Assert.Equal(mask, Mask(block));
        Assert.Equal(1, block.Pass);
        Assert.NotEqual(mask, Mask(block)); // the next pass
        block.Pass = 0;
        Assert.Equal(mask, Mask(block));
        Assert.NotEqual(mask, Mask(new DropoutBlock("d.", 0.5f, 2)));
        Assert.NotEqual(mask, Mask(new DropoutBlock("e.", 0.5f, 1)));
        Assert.NotEqual(mask[..2_048], mask[2_048..4_096]);
    }

    [Fact]
    public void Gradients_go_through_the_mask_of_their_pass()
    {
        var block = new DropoutBlock("d.", 0.5f, 1, passes: 2);
        float[] values = BlockRuns.Floats(1, 3_000), first = new float[3_000], second = new float[1_000], gradient = BlockRuns.Floats(2, 3_000);
        block.Forward(values, first);
        block.Forward(values.AsSpan(0, 1_000), second, nested: true);
        Assert.Throws<ArgumentException>("nested", () => block.Forward(values, new float[3_000], nested: true));
        float[] back = gradient[..1_000];
        block.Backward(back);
        Check(values[..1_000], second, gradient[..1_000], back);
        back = [.. gradient];
        block.Backward(back);
        Check(values, first, gradient, back);
        Assert.Throws<InvalidOperationException>(() => block.Backward(back));

        static void Check(float[] values, float[] dropped, float[] gradient, float[] back)
        {
            Assert.Contains(0f, dropped);
            for (int at = 0; at < values.Length; at++)
            {
                Assert.Equal(dropped[at] == 0 ? 0 : 2 * values[at], dropped[at]);
                Assert.Equal(dropped[at] == 0 ? 0 : 2 * gradient[at], back[at]);
            }
        }
    }

    [Fact]
    public void Nothing_is_allocated_and_values_may_be_dropped_in_place()
    {
        var block = new DropoutBlock("d.", 0.3f);
        float[] values = new float[5_000];
        Allocated.Nothing(() =>
        {
            block.Forward(values, values);
            block.Backward(values);
        });
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => new DropoutBlock("d.", 1));
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => new DropoutBlock("d.", float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("passes", () => new DropoutBlock("d.", 0.5f, passes: 0));
        Assert.Throws<ArgumentNullException>(() => new DropoutBlock(null!, 0.5f));
        var block = new DropoutBlock("d.", 0.5f);
        Assert.Throws<ArgumentException>("dropped", () => block.Forward(new float[2], new float[3]));
        block.Forward(new float[2], new float[2]);
        Assert.Throws<ArgumentException>("gradients", () => block.Backward(new float[3]));
        block.Dispose();
        Assert.Throws<ObjectDisposedException>(() => block.Forward(new float[2], new float[2]));
    }

    private static float[] Mask(DropoutBlock block)
    {
        float[] mask = new float[s_ones.Length];
        block.Forward(s_ones, mask);
        return mask;
    }
}
