using LstmGen.Training;

namespace LstmGen.Tests.Training;

/// <summary>Random numbers: known answers, and statistics of fixed seeds with bounds that chance would break once in a million.</summary>
public sealed class CounterRandomTests
{
    private const int Count = 1 << 18;

    private static readonly ulong Key = CounterRandom.Key(20260101, 1, 2);

    // Computed by a few lines of Python from the formulas.
    [Fact]
    public void Known_answers()
    {
        // SplitMix64 of seed 1234567: the numbers published with its reference code.
        Assert.Equal(
            new ulong[] { 6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821 },
            Enumerable.Range(0, 5).Select(counter => CounterRandom.Bits(1234567, (ulong)counter)));
        int[] order = [.. Enumerable.Range(0, 10)];
        CounterRandom.Shuffle(order, 5);
        Assert.Equal([5, 1, 8, 7, 0, 2, 9, 4, 3, 6], order);
        Assert.Equal("D0734750FDE362B3", CounterRandom.Key(1, 2, 3).ToString("X16"));
        Assert.Equal([1.6657028f, 0.32026088f, 0.37158144f, 0.79778606f], Enumerable.Range(0, 4).Select(counter => CounterRandom.Normal(9, (ulong)counter)));
    }

    [Fact]
    public void Uniform_numbers_fill_every_bin_alike_and_are_below_1()
    {
        int[] bins = new int[1024];
        double sum = 0;
        double product = 0;
        float last = 0.5f;
        for (int counter = 0; counter < Count; counter++)
        {
            float value = CounterRandom.Uniform(Key, (ulong)counter);
            Assert.InRange(value, 0, 1 - 1f / (1 << 24));
            Assert.Equal(0, value * (1 << 24) % 1);
            bins[(int)(value * 1024)]++;
            sum += value;
            product += (value - 0.5) * (last - 0.5);
            last = value;
        }

        Assert.Equal(0.5, sum / Count, 0.003);
        Assert.Equal(0, product / Count * 12, 0.01); // neighbours are not correlated
        Assert.InRange(ChiSquare(bins), 1023 - 5 * 45, 1023 + 5 * 45);
    }

    [Fact]
    public void Integers_are_equally_likely()
    {
        foreach (int bound in new[] { 1, 2, 3, 7, 100, 1000 })
        {
            int[] bins = new int[bound];
            for (int counter = 0; counter < Count; counter++)
            {
                bins[CounterRandom.Below(Key, (ulong)counter, bound)]++;
            }

            double deviation = Math.Sqrt(2.0 * (bound - 1));
            Assert.InRange(ChiSquare(bins), 0, bound - 1 + 6 * deviation);
        }

        Assert.InRange(CounterRandom.Below(Key, 1, int.MaxValue), 0, int.MaxValue - 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterRandom.Below(1, 1, 0));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_and_the_tails()
    {
        double[] powers = new double[5];
        int beyond = 0;
        for (int counter = 0; counter < Count; counter++)
        {
            double value = CounterRandom.Normal(Key, (ulong)counter);
            for (int power = 1; power <= 4; power++)
            {
                powers[power] += Math.Pow(value, power) / Count;
            }

            beyond += Math.Abs(value) > 2 ? 1 : 0;
        }

        Assert.Equal(0, powers[1], 5 * 0.002);
        Assert.Equal(1, powers[2], 5 * 0.0028);
        Assert.Equal(0, powers[3], 5 * 0.0076);
        Assert.Equal(3, powers[4], 5 * 0.019);
        Assert.Equal(0.0455, (double)beyond / Count, 5 * 0.00041);
    }

    [Fact]
    public void Every_order_is_equally_likely()
    {
        int[] counts = new int[256];
        for (int round = 0; round < 24_000; round++)
        {
            int[] order = [0, 1, 2, 3];
            CounterRandom.Shuffle(order, CounterRandom.Key(Key, (ulong)round));
            counts[order.Aggregate(0, (code, value) => code * 4 + value)]++;
        }

        int[] found = [.. counts.Where(count => count > 0)];
        Assert.Equal(24, found.Length);
        Assert.InRange(ChiSquare(found), 3, 23 + 6 * 6.8);
        int[] many = [.. Enumerable.Range(0, 1000)];
        CounterRandom.Shuffle(many, 3);
        Assert.NotEqual(Enumerable.Range(0, 1000), many);
        Assert.Equal(Enumerable.Range(0, 1000), many.Order());
        CounterRandom.Shuffle([], 3);
    }

    [Fact]
    public void Keys_tell_every_part_and_order_apart()
    {
        var keys = new HashSet<ulong>();
        for (ulong a = 0; a < 40; a++)
        {
            for (ulong b = 0; b < 40; b++)
            {
                Assert.True(keys.Add(CounterRandom.Key(a, b)));
                Assert.True(keys.Add(CounterRandom.Key(a, b, 0)));
                Assert.True(keys.Add(CounterRandom.Key(99, a, b)));
            }
        }

        Assert.Equal(0.5, keys.Average(key => System.Numerics.BitOperations.PopCount(key) / 64.0), 0.005);
    }

    internal static double ChiSquare(int[] bins)
    {
        double expected = bins.Average();
        return bins.Sum(found => (found - expected) * (found - expected) / expected);
    }
}
