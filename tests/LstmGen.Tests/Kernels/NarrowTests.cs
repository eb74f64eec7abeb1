using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen.Tests.Kernels;

/// <summary>Rows of values as integers: each is the nearest, halves to even, nothing is read or written past a row, and what is not finite makes its own row so.</summary>
public class NarrowTests
{
    public static TheoryData<LstmNumbers, int> Sizes => [.. from numbers in new[] { LstmNumbers.Int16, LstmNumbers.Int8 } from count in Enumerable.Range(1, 70) select (numbers, count)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Values_become_the_nearest_integers(LstmNumbers numbers, int count)
    {
        const int Rows = 3;
        const float Guard = 1.5e30f;
        int most = numbers == LstmNumbers.Int16 ? 8191 : 127, together = numbers == LstmNumbers.Int16 ? 2 : 4, groups = (count + together - 1) / together;
        var random = new Random(count);

        // What lies behind a row is larger than all of it: it would be its scale.
        float[] x = [.. Enumerable.Repeat(Guard, Rows * (count + 3))], q = [.. Enumerable.Repeat(Guard, Rows * (groups + 4))];
        for (int row = 0; row < Rows; row++)
        {
            for (int at = 0; at < count; at++)
            {
                x[(row * (count + 3)) + at] = row == 1 ? at - (count / 2) - 0.5f : ((random.NextSingle() * 2) - 1) * MathF.Pow(10, row - 3);
            }
        }

        Round(numbers, x, count + 3, count, q, groups + 4, Rows);
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<float> values = x.AsSpan(row * (count + 3), count);
            float largest = 0;
            foreach (float value in values)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            Span<float> found = q.AsSpan(row * (groups + 4), groups + 4);
            Assert.Equal(largest / most, found[groups]);
            Assert.Equal([Guard, Guard, Guard], found[(groups + 1)..]);
            int[] integers = Integers(numbers, found[..groups]);
            for (int at = 0; at < integers.Length; at++)
            {
                Assert.Equal(at < count ? (int)MathF.Round(values[at] * (most / largest)) : 0, integers[at]);
            }

            Assert.Equal(most, integers.Max(Math.Abs));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_is_not_finite_makes_its_own_row_so(LstmNumbers numbers, int count)
    {
        int groups = (count + 3) / (numbers == LstmNumbers.Int16 ? 2 : 4);
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            float[] x = [.. Enumerable.Repeat(1f, 2 * count)], q = new float[2 * (groups + 1)];
            x[count - 1] = bad;
            Round(numbers, x, count, count, q, groups + 1, 2);
            int exact = (count + (numbers == LstmNumbers.Int16 ? 1 : 3)) / (numbers == LstmNumbers.Int16 ? 2 : 4);
            Assert.True(float.IsNaN(q[exact]));
            Assert.True(q[groups + 1 + exact] > 0);
        }
    }

    [Theory]
    [InlineData(LstmNumbers.Int16)]
    [InlineData(LstmNumbers.Int8)]
    public void The_smallest_rows_are_zeros_and_the_largest_have_a_scale(LstmNumbers numbers)
    {
        foreach (float value in new[] { 0, float.Epsilon, 1e-31f })
        {
            float[] q = [9, 9, 9, 9];
            Round(numbers, [value, -value], 2, 2, q, 4, 1);
            Assert.Equal(0, q[1]);
            Assert.All(Integers(numbers, q.AsSpan(0, 1)), integer => Assert.Equal(0, integer));
        }

        float[] large = new float[2];
        Round(numbers, [float.MaxValue, -float.MaxValue], 2, 2, large, 2, 1);
        Assert.True(float.IsNormal(large[1]));
        Assert.True(Integers(numbers, large.AsSpan(0, 1))[0] > 100);
    }

    [Fact]
    public void Bytes_are_had_with_a_sign_or_128_higher()
    {
        float[] x = [.. Enumerable.Range(0, 41).Select(at => at - 20f)], signed = new float[12], unsigned = new float[12];
        LstmNarrow.Int8(ref x[0], 0, x.Length, ref signed[0], 0, 1, 0);
        LstmNarrow.Int8(ref x[0], 0, x.Length, ref unsigned[0], 0, 1, 0x80);
        ReadOnlySpan<byte> one = MemoryMarshal.AsBytes(signed.AsSpan(0, 11)), other = MemoryMarshal.AsBytes(unsigned.AsSpan(0, 11));
        for (int at = 0; at < one.Length; at++)
        {
            Assert.Equal((sbyte)one[at] + 128, other[at]);
        }
    }

    private static void Round(LstmNumbers numbers, float[] x, int xStride, int count, float[] q, int qStride, int rows)
    {
        if (numbers == LstmNumbers.Int16)
        {
            LstmNarrow.Int16(ref x[0], xStride, count, ref q[0], qStride, rows);
        }
        else
        {
            LstmNarrow.Int8(ref x[0], xStride, count, ref q[0], qStride, rows, 0);
        }
    }

    private static int[] Integers(LstmNumbers numbers, Span<float> groups) => numbers == LstmNumbers.Int16
        ? [.. MemoryMarshal.Cast<float, short>(groups).ToArray().Select(each => (int)each)]
        : [.. MemoryMarshal.Cast<float, sbyte>(groups).ToArray().Select(each => (int)each)];
}
