using LstmGen.Training;

namespace LstmGen.Tests.Training;

/// <summary>Clipping by value and by norm, and the search for numbers that are not finite.</summary>
public sealed class ClippingTests
{
    [Fact]
    public void Norm_above_the_maximum_scales_every_gradient()
    {
        LstmTrainable[] trainables = Trainables.Random(1, 37, 5, 0, 64);
        float[] before = Gradients(trainables);
        double norm = Math.Sqrt(before.Sum(gradient => (double)gradient * gradient));
        Assert.Equal(norm, LstmClipping.ByGlobalNorm(trainables, 0.5f), 1e-12);
        float factor = (float)(0.5 / (LstmClipping.GlobalNorm(Restored(trainables, before)) + 1e-6));
        LstmClipping.ByGlobalNorm(trainables, 0.5f);
        Assert.Equal(before.Select(gradient => factor * gradient), Gradients(trainables));
        Assert.Equal(0.5, LstmClipping.GlobalNorm(trainables), 1e-6);
    }

    [Fact]
    public void Norm_below_the_maximum_changes_nothing()
    {
        LstmTrainable[] trainables = Trainables.Random(1, 37, 5);
        float[] before = Gradients(trainables);
        double norm = LstmClipping.GlobalNorm(trainables);
        Assert.Equal(norm, LstmClipping.ByGlobalNorm(trainables, (float)norm * 1.01f));
        Assert.Equal(before, Gradients(trainables));
        Assert.Equal(0, LstmClipping.ByGlobalNorm([], 1));
    }

    // Tensors one after another go into the same sixteen sums, each from its index 0.
    [Fact]
    public void The_norm_follows_the_rule_of_sixteen()
    {
        LstmTrainable[] trainables = Trainables.Random(3, 21, 40);
        double[] sums = new double[16];
        foreach (LstmTrainable trainable in trainables)
        {
            for (int index = 0; index < trainable.Count; index++)
            {
                sums[index % 16] += (double)trainable.Gradients[index] * trainable.Gradients[index];
            }
        }

        for (int half = 8; half > 0; half /= 2)
        {
            sums = [.. Enumerable.Range(0, half).Select(index => sums[index] + sums[index + half])];
        }

        Assert.Equal(Math.Sqrt(sums[0]), LstmClipping.GlobalNorm(trainables));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_norm_that_is_not_finite_changes_nothing(float bad)
    {
        LstmTrainable[] trainables = Trainables.Random(1, 37, 5);
        trainables[1].Gradients[3] = bad;
        float[] before = Gradients(trainables);
        Assert.False(double.IsFinite(LstmClipping.ByGlobalNorm(trainables, 0.1f)));
        Assert.Equal(before, Gradients(trainables));
    }

    [Fact]
    public void The_norm_cannot_overflow()
    {
        LstmTrainable trainable = Trainables.Of("w", new float[4], [float.MaxValue, float.MinValue, float.MaxValue, float.MinValue]);
        Assert.Equal(2.0 * float.MaxValue, LstmClipping.ByGlobalNorm([trainable], 2));
        Assert.All(trainable.Gradients.ToArray(), gradient => Assert.Equal(1, Math.Abs(gradient), 1e-6)); // the factor is a subnormal number
    }

    [Fact]
    public void Values_are_moved_into_the_limit()
    {
        float[] gradients = [0.5f, -0.5f, 0.25f, -0.25f, 3, -3, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 0];
        LstmClipping.ByValue([Trainables.Of("w", new float[10], gradients)], 0.25f);
        Assert.Equal([0.25f, -0.25f, 0.25f, -0.25f, 0.25f, -0.25f, 0.25f, -0.25f, float.NaN, 0], gradients);
    }

    [Fact]
    public void The_first_number_that_is_not_finite_is_named()
    {
        LstmTrainable[] trainables = Trainables.Random(1, 100, 50, 30);
        Assert.Null(LstmFinite.FindGradient(trainables));
        Assert.Null(LstmFinite.FindValue(trainables));
        trainables[2].Gradients[7] = float.NaN;
        Assert.Equal(new LstmNonFinite("t2", 7, float.NaN), LstmFinite.FindGradient(trainables));
        trainables[1].Gradients[49] = float.NegativeInfinity;
        trainables[1].Gradients[48] = float.PositiveInfinity;
        Assert.Equal("t1[48] = Infinity", LstmFinite.FindGradient(trainables).ToString());
        Assert.Null(LstmFinite.FindValue(trainables));
        trainables[0].Update(float.NaN, static (values, bad) => values[99] = bad);
        Assert.Equal("t0[99] = NaN", LstmFinite.FindValue(trainables).ToString());
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        LstmTrainable[] trainables = Trainables.Random(1, 100, 50, 30);
        Allocated.Nothing(() =>
        {
            LstmClipping.ByGlobalNorm(trainables, 1e-3f);
            LstmClipping.ByValue(trainables, 1e-4f);
            LstmFinite.FindGradient(trainables);
        });
    }

    [Fact]
    public void Limits_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("limit", () => LstmClipping.ByValue([], 0));
        Assert.Throws<ArgumentOutOfRangeException>("maxNorm", () => LstmClipping.ByGlobalNorm([], float.NaN));
    }

    private static LstmTrainable[] Restored(LstmTrainable[] trainables, float[] gradients)
    {
        int next = 0;
        foreach (LstmTrainable trainable in trainables)
        {
            gradients.AsSpan(next, trainable.Count).CopyTo(trainable.Gradients);
            next += trainable.Count;
        }

        return trainables;
    }

    private static float[] Gradients(LstmTrainable[] trainables) => [.. trainables.SelectMany(trainable => trainable.Gradients.ToArray())];
}
