using LstmGen.Training;

namespace LstmGen.Tests.Training;

/// <summary>Masks of dropout: values, frequencies, and independence of how a range is cut.</summary>
public sealed class DropoutMaskTests
{
    private const int Count = 1 << 18;

    private static readonly ulong Key = CounterRandom.Key(20260101, 3);

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.25f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void Elements_are_dropped_at_the_rate_and_independently(float rate)
    {
        float[] mask = Mask(Count, rate, Key, 0);
        float kept = 1f / (1f - rate);
        Assert.All(mask.Distinct(), value => Assert.True(value == 0 || value == kept));
        double deviation = Math.Sqrt(rate * (1 - rate) / Count);
        Assert.Equal(rate, Share(mask), 5 * deviation);
        foreach (int distance in new[] { 1, 2, 3, 16, 32, 128, 4096, 65536 })
        {
            int both = Enumerable.Range(0, Count - distance).Count(index => mask[index] == 0 && mask[index + distance] == 0);
            Assert.Equal(rate * rate, (double)both / (Count - distance), 8 * deviation);
        }

        // Drops in each of the runs of 64 are binomial: their variance shows clumps.
        double[] runs = [.. mask.Chunk(64).Select(run => (double)run.Count(value => value == 0))];
        double mean = runs.Average();
        Assert.Equal(1, runs.Sum(run => (run - mean) * (run - mean)) / runs.Length / (64 * rate * (1 - rate)), 0.12);
    }

    [Fact]
    public void Masks_of_other_keys_and_places_are_independent()
    {
        float[] one = Mask(Count, 0.5f, Key, 0);
        ulong[] keys = [Key ^ 1, Key ^ (1ul << 32), Key + 1, CounterRandom.Key(20260101, 4)];
        foreach (float[] other in keys.Select(key => Mask(Count, 0.5f, key, 0)).Append(Mask(Count, 0.5f, Key, 1ul << 32)))
        {
            Assert.Equal(0.5, one.Zip(other).Count(pair => pair.First == pair.Second) / (double)Count, 5 * 0.001);
        }
    }

    [Fact]
    public void How_a_range_is_cut_does_not_show()
    {
        foreach (ulong start in new ulong[] { 0, 5, (1ul << 32) - 100, (7ul << 32) - 3, ulong.MaxValue - 1000 })
        {
            float[] whole = Mask(300, 0.4f, Key, start);
            var random = new Random(1);
            for (int from = 0; from < whole.Length;)
            {
                int length = Math.Min(random.Next(70), whole.Length - from);
                Assert.Equal(whole[from..(from + length)], Mask(length, 0.4f, Key, start + (ulong)from));
                from += length;
            }
        }
    }

    [Fact]
    public void Rate_0_keeps_all()
        => Assert.All(Mask(1000, 0, Key, 0), value => Assert.Equal(1f, value));

    [Fact]
    public void Known_answer()
        => Assert.Equal("100101001110100111110100010000011110101111010010", string.Concat(Mask(48, 0.5f, 42, 0).Select(value => value == 0 ? '0' : '1')));

    [Fact]
    public void Filling_allocates_nothing()
    {
        float[] mask = new float[100];
        Allocated.Nothing(() => DropoutMask.Fill(mask, 0.5f, 1, 2));
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void Rates_out_of_range_are_refused(float rate)
        => Assert.Throws<ArgumentOutOfRangeException>("rate", () => DropoutMask.Fill(new float[1], rate, 1, 2));

    private static float[] Mask(int count, float rate, ulong key, ulong start)
    {
        float[] mask = [.. Enumerable.Repeat(float.NaN, count)];
        DropoutMask.Fill(mask, rate, key, start);
        return mask;
    }

    private static double Share(float[] mask) => mask.Count(value => value == 0) / (double)mask.Length;
}
