using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LstmGen.Kernels;

/// <summary>Turns rows into columns.</summary>
internal static class Transposition
{
    // Columns that are finished before the next follow: both sides of a block stay in the nearest cache.
    private const int Block = 16;

    /// <summary>target[column][row] = source[row][column].</summary>
    /// <param name="source">[rows, columns], rows <paramref name="sourceStride"/> floats apart.</param>
    /// <param name="sourceStride">Floats between rows of the source.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="target">[columns, rows], rows <paramref name="targetStride"/> floats apart; written.</param>
    /// <param name="targetStride">Floats between rows of the target.</param>
    internal static void Copy(ReadOnlySpan<float> source, int sourceStride, int rows, int columns, Span<float> target, int targetStride)
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }

        // The last floats touched; what lies between is inside.
        _ = source[((rows - 1) * sourceStride) + columns - 1];
        _ = target[((columns - 1) * targetStride) + rows - 1];
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(target);
        for (int column = 0; column < columns; column += Block)
        {
            Columns(
                ref Unsafe.Add(ref from, column), sourceStride, rows, Math.Min(Block, columns - column),
                ref Unsafe.Add(ref to, (nint)column * targetStride), targetStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(ref float source, nint sourceStride, int rows, int columns, ref float target, nint targetStride)
    {
        int row = 0;
        for (; Vector256.IsHardwareAccelerated && row <= rows - 4; row += 4)
        {
            ref float from = ref Unsafe.Add(ref source, row * sourceStride);
            ref float to = ref Unsafe.Add(ref target, row);
            int column = 0;
            for (; column <= columns - 4; column += 4)
            {
                Square(ref from, sourceStride, ref to, targetStride);
                from = ref Unsafe.Add(ref from, 4);
                to = ref Unsafe.Add(ref to, 4 * targetStride);
            }

            for (; column < columns; column++)
            {
                to = from;
                Unsafe.Add(ref to, 1) = Unsafe.Add(ref from, sourceStride);
                Unsafe.Add(ref to, 2) = Unsafe.Add(ref from, 2 * sourceStride);
                Unsafe.Add(ref to, 3) = Unsafe.Add(ref from, 3 * sourceStride);
                from = ref Unsafe.Add(ref from, 1);
                to = ref Unsafe.Add(ref to, targetStride);
            }
        }

        for (; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                Unsafe.Add(ref target, (column * targetStride) + row) = Unsafe.Add(ref source, (row * sourceStride) + column);
            }
        }
    }

    /// <summary>Four by four, by permutations of one vector each: those of two have no portable form that stays in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(ref float source, nint sourceStride, ref float target, nint targetStride)
    {
        Vector256<float> ab = Interleave(Vector256.Create(
            Vector128.LoadUnsafe(ref source), Vector128.LoadUnsafe(ref Unsafe.Add(ref source, sourceStride))));
        Vector256<float> cd = Interleave(Vector256.Create(
            Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * sourceStride)), Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 3 * sourceStride))));
        Vector256<float> first = SwapMiddle(Vector256.Create(ab.GetLower(), cd.GetLower()));
        Vector256<float> second = SwapMiddle(Vector256.Create(ab.GetUpper(), cd.GetUpper()));
        first.GetLower().StoreUnsafe(ref target);
        first.GetUpper().StoreUnsafe(ref Unsafe.Add(ref target, targetStride));
        second.GetLower().StoreUnsafe(ref Unsafe.Add(ref target, 2 * targetStride));
        second.GetUpper().StoreUnsafe(ref Unsafe.Add(ref target, 3 * targetStride));
    }

    /// <summary>a0 a1 a2 a3 b0 b1 b2 b3 to a0 b0 a1 b1 a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Interleave(Vector256<float> rows) => Vector256.Shuffle(rows, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7));

    /// <summary>Of four pairs the second and the third change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> SwapMiddle(Vector256<float> pairs)
        => Vector256.Shuffle(pairs.AsDouble(), Vector256.Create(0L, 2, 1, 3)).AsSingle();
}
