using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LstmGen.Kernels;

/// <summary>
/// Rows of values as integers and a scale, for products with narrow weights: value = integer x scale, scale = the largest magnitude of the row / the largest integer.
/// Groups of integers lie in the 32 bits of a float each, the scale behind them. The same bits everywhere: a division, a multiplication, and rounding to the nearest, halves to even.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmNarrow
{
    /// <summary>The largest integer of a value beside 16-bit weights: 14 bits with the sign leave the sums of a row 18.</summary>
    internal const int Largest16 = 8191;

    /// <summary>The largest integer of a value beside 8-bit weights.</summary>
    internal const int Largest8 = 127;

    // Adding 1.5 x 2^23 leaves the nearest integer in the low bits of a float, halves to even.
    private const float Rounder = 12582912f;
    private const int RounderBits = 0x4B400000;

    // Smaller rows are zeros: the inverse of a scale stays finite.
    private const float Smallest = 1e-30f;

    /// <summary>Rows of 16-bit integers, pairs to a float.</summary>
    /// <param name="x">Values [rows, count].</param>
    /// <param name="xStride">Floats between rows of values.</param>
    /// <param name="count">Values of a row.</param>
    /// <param name="q">Becomes the pairs [rows, (count + 1) / 2], a row's scale behind them.</param>
    /// <param name="qStride">Floats between rows of that.</param>
    /// <param name="rows">Number of rows.</param>
    public static void Int16(ref float x, nint xStride, int count, ref float q, nint qStride, int rows)
    {
        for (; rows > 0; rows--)
        {
            int groups = (count + 1) / 2;
            Unsafe.Add(ref q, groups) = Scale(ref x, count, Largest16, out float inverse);
            Pairs(ref x, count, inverse, ref Unsafe.As<float, short>(ref q));
            x = ref Unsafe.Add(ref x, xStride);
            q = ref Unsafe.Add(ref q, qStride);
        }
    }

    /// <summary>Rows of 8-bit integers, four to a float.</summary>
    /// <param name="x">Values [rows, count].</param>
    /// <param name="xStride">Floats between rows of values.</param>
    /// <param name="count">Values of a row.</param>
    /// <param name="q">Becomes the groups of four [rows, (count + 3) / 4], a row's scale behind them.</param>
    /// <param name="qStride">Floats between rows of that.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="flip">Bits that each integer is exclusive-ored with: 0x80 makes q + 128, without a sign.</param>
    public static void Int8(ref float x, nint xStride, int count, ref float q, nint qStride, int rows, int flip)
    {
        for (; rows > 0; rows--)
        {
            int groups = (count + 3) / 4;
            Unsafe.Add(ref q, groups) = Scale(ref x, count, Largest8, out float inverse);
            Fours(ref x, count, inverse, ref Unsafe.As<float, byte>(ref q), (byte)flip);
            x = ref Unsafe.Add(ref x, xStride);
            q = ref Unsafe.Add(ref q, qStride);
        }
    }

    /// <summary>The scale of a row and what its values are multiplied by; NaN and 0 where one of them is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Scale(ref float x, int count, int largest, out float inverse)
    {
        int at = 0;
        int bits = 0;

        // As integers magnitudes are in the order of their bits, and infinity and NaN are above all others.
        if (Vector256.IsHardwareAccelerated && count >= Vector256<float>.Count)
        {
            Vector256<int> most = default;
            Vector256<int> magnitude = Vector256.Create(0x7FFFFFFF);
            for (; at <= count - Vector256<float>.Count; at += Vector256<float>.Count)
            {
                most = Vector256.Max(most, Vector256.LoadUnsafe(ref x, (nuint)at).AsInt32() & magnitude);
            }

            most = Vector256.Max(most, Vector256.LoadUnsafe(ref x, (nuint)(count - Vector256<float>.Count)).AsInt32() & magnitude);
            bits = Most(Vector128.Max(most.GetLower(), most.GetUpper()));
            at = count;
        }
        else if (count >= Vector128<float>.Count)
        {
            Vector128<int> most = default;
            Vector128<int> magnitude = Vector128.Create(0x7FFFFFFF);
            for (; at <= count - Vector128<float>.Count; at += Vector128<float>.Count)
            {
                most = Vector128.Max(most, Vector128.LoadUnsafe(ref x, (nuint)at).AsInt32() & magnitude);
            }

            bits = Most(most);
        }

        for (; at < count; at++)
        {
            bits = Math.Max(bits, BitConverter.SingleToInt32Bits(Unsafe.Add(ref x, at)) & 0x7FFFFFFF);
        }

        if (bits >= 0x7F800000)
        {
            inverse = 0;
            return float.NaN;
        }

        float magnitudeOfRow = BitConverter.Int32BitsToSingle(bits);
        if (magnitudeOfRow < Smallest)
        {
            inverse = 0;
            return 0;
        }

        inverse = largest / magnitudeOfRow;
        return magnitudeOfRow / largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Most(Vector128<int> values)
    {
        values = Vector128.Max(values, Vector128.Shuffle(values, Vector128.Create(2, 3, 0, 1)));
        return Math.Max(values.GetElement(0), values.GetElement(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs(ref float x, int count, float inverse, ref short q)
    {
        int at = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; at <= count - Vector256<short>.Count; at += Vector256<short>.Count)
            {
                Vector256.Narrow(Rounded256(ref x, at, inverse), Rounded256(ref x, at + 8, inverse)).StoreUnsafe(ref q, (nuint)at);
            }
        }
        else
        {
            for (; at <= count - Vector128<short>.Count; at += Vector128<short>.Count)
            {
                Vector128.Narrow(Rounded128(ref x, at, inverse), Rounded128(ref x, at + 4, inverse)).StoreUnsafe(ref q, (nuint)at);
            }
        }

        for (; at < count; at++)
        {
            Unsafe.Add(ref q, at) = (short)Rounded(Unsafe.Add(ref x, at), inverse);
        }

        if (count % 2 != 0)
        {
            Unsafe.Add(ref q, count) = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fours(ref float x, int count, float inverse, ref byte q, byte flip)
    {
        int at = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; at <= count - Vector256<byte>.Count; at += Vector256<byte>.Count)
            {
                Vector256<short> low = Vector256.Narrow(Rounded256(ref x, at, inverse), Rounded256(ref x, at + 8, inverse));
                Vector256<short> high = Vector256.Narrow(Rounded256(ref x, at + 16, inverse), Rounded256(ref x, at + 24, inverse));
                (Vector256.Narrow(low, high).AsByte() ^ Vector256.Create(flip)).StoreUnsafe(ref q, (nuint)at);
            }
        }
        else
        {
            for (; at <= count - Vector128<byte>.Count; at += Vector128<byte>.Count)
            {
                Vector128<short> low = Vector128.Narrow(Rounded128(ref x, at, inverse), Rounded128(ref x, at + 4, inverse));
                Vector128<short> high = Vector128.Narrow(Rounded128(ref x, at + 8, inverse), Rounded128(ref x, at + 12, inverse));
                (Vector128.Narrow(low, high).AsByte() ^ Vector128.Create(flip)).StoreUnsafe(ref q, (nuint)at);
            }
        }

        for (; at < (count + 3) / 4 * 4; at++)
        {
            int each = at < count ? Rounded(Unsafe.Add(ref x, at), inverse) : 0;
            Unsafe.Add(ref q, at) = (byte)((byte)each ^ flip);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Rounded256(ref float x, int at, float inverse)
        => ((Vector256.LoadUnsafe(ref x, (nuint)at) * Vector256.Create(inverse)) + Vector256.Create(Rounder)).AsInt32() - Vector256.Create(RounderBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Rounded128(ref float x, int at, float inverse)
        => ((Vector128.LoadUnsafe(ref x, (nuint)at) * Vector128.Create(inverse)) + Vector128.Create(Rounder)).AsInt32() - Vector128.Create(RounderBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rounded(float x, float inverse) => BitConverter.SingleToInt32Bits((x * inverse) + Rounder) - RounderBits;
}
