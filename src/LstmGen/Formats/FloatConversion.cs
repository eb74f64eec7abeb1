using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Formats;

/// <summary>Widens stored elements to floats and finds values that are not finite.</summary>
/// <remarks>
/// These loops run when a model is constructed, often in a process that has just started: they ask for optimised code
/// at once instead of waiting for the second tier.
/// </remarks>
internal static class FloatConversion
{
    private const int ExponentMask = 0x7F80_0000;

    internal static bool IsFloat(SafetensorsDtype dtype)
        => dtype is SafetensorsDtype.F32 or SafetensorsDtype.F16 or SafetensorsDtype.BF16;

    /// <summary>Every F16 and BF16 value is a float: the result is exact.</summary>
    internal static void Widen(SafetensorsDtype dtype, ReadOnlySpan<byte> source, Span<float> destination)
    {
        RequireLittleEndian();
        switch (dtype)
        {
            case SafetensorsDtype.F32:
                source.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case SafetensorsDtype.F16:
                WidenHalf(MemoryMarshal.Cast<byte, ushort>(source), destination);
                break;
            case SafetensorsDtype.BF16:
                WidenBrain(MemoryMarshal.Cast<byte, ushort>(source), destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "F32, F16 or BF16 was expected.");
        }
    }

    /// <summary>Rows of 8-bit integers, each times the scale of its row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scale(ReadOnlySpan<byte> integers, ReadOnlySpan<float> scales, Span<float> destination)
    {
        int columns = scales.Length == 0 ? 0 : integers.Length / scales.Length;
        for (int row = 0, at = 0; row < scales.Length; row++)
        {
            for (int column = 0; column < columns; column++, at++)
            {
                destination[at] = (sbyte)integers[at] * scales[row];
            }
        }
    }

    /// <summary>Index of the first value that is infinite or NaN, or -1.</summary>
    internal static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        if (!AnyNonFinite(values))
        {
            return -1;
        }

        int index = 0;
        while (float.IsFinite(values[index]))
        {
            index++;
        }

        return index;
    }

    internal static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("LstmGen runs on little-endian processors only.");
        }
    }

    // A float is not finite exactly when all exponent bits are set: the largest exponent tells for all values at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AnyNonFinite(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(values);
        ref int first = ref MemoryMarshal.GetReference(bits);
        var mask = new Vector<int>(ExponentMask);
        Vector<int> largest = Vector<int>.Zero;
        int index = 0;
        for (; index <= bits.Length - Vector<int>.Count; index += Vector<int>.Count)
        {
            largest = Vector.Max(largest, Vector.LoadUnsafe(ref first, (nuint)index) & mask);
        }

        bool found = Vector.EqualsAny(largest, mask);
        for (; index < bits.Length; index++)
        {
            found |= (Unsafe.Add(ref first, index) & ExponentMask) == ExponentMask;
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenHalf(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        for (int index = 0; index < source.Length; index++)
        {
            destination[index] = (float)BitConverter.UInt16BitsToHalf(source[index]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenBrain(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        for (int index = 0; index < source.Length; index++)
        {
            destination[index] = BitConverter.Int32BitsToSingle(source[index] << 16);
        }
    }
}
