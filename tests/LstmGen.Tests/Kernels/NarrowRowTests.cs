using LstmGen.Kernels;

namespace LstmGen.Tests.Kernels;

/// <summary>Rows of weights as integers: no sum of their products can overflow, whatever they are multiplied with, and no wider scale would do.</summary>
public class NarrowRowTests
{
    private const float Wider = 1 + (1f / 512);

    [Theory]
    [InlineData(LstmNumbers.Int16)]
    [InlineData(LstmNumbers.Int8)]
    public void Integers_keep_to_their_bounds_and_a_wider_scale_would_not(LstmNumbers numbers)
    {
        var random = new Random(1);
        for (int trial = 0; trial < 2_000; trial++)
        {
            float[] row = Row(random, 1 + random.Next(300), trial);
            int[] integers = new int[row.Length];
            float scale = NarrowRow.Round(row, numbers, integers);
            Assert.True(Fits(integers, numbers), $"trial {trial}");
            Assert.Equal([.. row.Select(weight => (int)Math.Round(weight * (1 / (double)scale)))], integers);
            int[] wider = [.. row.Select(weight => (int)Math.Round(weight * (double)Wider / scale))];
            Assert.False(Fits(wider, numbers) && row.Length > 4 && numbers == LstmNumbers.Int16, $"trial {trial}: a wider scale fits");
        }
    }

    /// <summary>A row from a file of integers keeps them: it is rounded once.</summary>
    [Fact]
    public void Integers_times_a_scale_of_16_bits_are_found_again()
    {
        var random = new Random(3);
        for (int trial = 0; trial < 2_000; trial++)
        {
            int[] expected = new int[1 + random.Next(200)], found = new int[expected.Length];
            for (int at = 0; at < expected.Length; at++)
            {
                int most = at % 2 == 0 ? 127 : Math.Min(127, 128 - Math.Abs(expected[at - 1]));
                expected[at] = random.Next(-most, most + 1);
            }

            // Rows whose integers have a divisor in common are those of a wider scale too.
            expected[0] = expected.Length > 1 ? 64 : 101;
            if (expected.Length > 1)
            {
                expected[1] = 63;
            }

            float scale = BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits((random.NextSingle() + 0.1f) * MathF.Pow(10, random.Next(-6, 3))) + 0xFF) & ~0xFFu);
            float known = NarrowRow.Round([.. expected.Select(integer => integer * scale)], LstmNumbers.Int8, found);
            Assert.Equal([.. expected.Select(integer => integer * scale)], found.Select(integer => integer * known));
            Assert.True(Fits(found, LstmNumbers.Int8), $"trial {trial}");
            if (found.SequenceEqual(expected))
            {
                Assert.Equal(scale, known);
            }
        }
    }

    /// <summary>A row whose first scale rounds to one more than the bound: the sum of its products with the largest values of the same signs is the largest of all, and is one that fits.</summary>
    [Fact]
    public void A_sum_at_the_bound_does_not_overflow()
    {
        var random = new Random(2);
        int beyond = 0;
        for (int trial = 0; trial < 3_000; trial++)
        {
            float[] row = Row(random, 100 + random.Next(156), trial);
            double inverse = Math.Min(short.MaxValue / (double)row.Max(Math.Abs), NarrowRow.MostOfRow / row.Sum(weight => (double)Math.Abs(weight)));
            beyond += row.Sum(weight => Math.Abs((long)Math.Round(weight * (1 / (double)(float)(1 / inverse))))) > NarrowRow.MostOfRow ? 1 : 0;
            int[] integers = new int[row.Length];
            NarrowRow.Round(row, LstmNumbers.Int16, integers);
            long exact = integers.Sum(integer => (long)Math.Abs(integer) * LstmNarrow.Largest16);
            int wrapped = 0;
            foreach (int integer in integers)
            {
                wrapped = unchecked(wrapped + (Math.Abs(integer) * LstmNarrow.Largest16));
            }

            Assert.Equal(exact, wrapped);
        }

        Assert.True(beyond > 100, $"{beyond} rows of 3000 put the bound to the test");
        Assert.True((NarrowRow.MostOfRow + 1L) * LstmNarrow.Largest16 > int.MaxValue);
    }

    /// <summary>Instructions add two products of bytes within 16 bits, and take values without a sign, as 1 to 255.</summary>
    [Fact]
    public void A_pair_of_bytes_at_the_bound_does_not_saturate()
    {
        Assert.InRange(NarrowRow.MostOfPair * (LstmNarrow.Largest8 + 128), 0, short.MaxValue);
        Assert.True((NarrowRow.MostOfPair + 1) * (LstmNarrow.Largest8 + 128) > short.MaxValue);
        int[] integers = new int[2];
        NarrowRow.Round([1, 1], LstmNumbers.Int8, integers);
        Assert.Equal([64, 64], integers);
        float one = MathF.BitIncrement(1);
        NarrowRow.Round([one, 0], LstmNumbers.Int8, integers);
        Assert.Equal([127, 0], integers);
        NarrowRow.Round([-one, 0.25f], LstmNumbers.Int8, integers);
        Assert.Equal([-102, 26], integers);

        // What integers of a short scale hold as it stands is not rounded.
        NarrowRow.Round([-1, 0.25f], LstmNumbers.Int8, integers);
        Assert.Equal([-64, 16], integers);
    }

    [Theory]
    [InlineData(LstmNumbers.Int16)]
    [InlineData(LstmNumbers.Int8)]
    public void Zeros_are_zeros_and_what_is_not_finite_makes_its_row_so(LstmNumbers numbers)
    {
        int[] integers = [7, 7, 7];
        Assert.Equal(0, NarrowRow.Round([0, 0, 0], numbers, integers));
        Assert.Equal([0, 0, 0], integers);
        Assert.Equal(0, NarrowRow.Round([float.Epsilon, 0, -float.Epsilon], numbers, integers));
        Assert.True(float.IsNaN(NarrowRow.Round([1, float.NaN, 0], numbers, integers)));
        Assert.True(float.IsNaN(NarrowRow.Round([1, float.NegativeInfinity, 0], numbers, integers)));
        Assert.True(NarrowRow.Round([float.MaxValue, -float.MaxValue, float.MaxValue], numbers, integers) is var scale && float.IsFinite(scale) && integers[0] > 0);
    }

    private static bool Fits(int[] integers, LstmNumbers numbers) => numbers == LstmNumbers.Int16
        ? integers.All(integer => Math.Abs(integer) <= 32767) && integers.Sum(integer => (long)Math.Abs(integer)) * 8191 <= int.MaxValue
        : integers.All(integer => Math.Abs(integer) <= 127) && integers.Chunk(2).All(pair => pair.Sum(Math.Abs) * 255 <= short.MaxValue);

    /// <summary>Rows of many kinds: even, with outliers, of one sign, of equal weights, large and small.</summary>
    private static float[] Row(Random random, int count, int trial)
    {
        float size = MathF.Pow(10, random.Next(-6, 7));
        return [.. Enumerable.Range(0, count).Select(at => size * (trial % 5) switch
        {
            0 => (random.NextSingle() * 2) - 1,
            1 => at == 0 ? 1 : 1e-3f * random.NextSingle(),
            2 => random.NextSingle(),
            3 => 1,
            _ => MathF.Pow((random.NextSingle() * 2) - 1, 3),
        })];
    }
}
