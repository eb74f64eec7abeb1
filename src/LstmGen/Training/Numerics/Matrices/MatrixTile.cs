using System.Runtime.CompilerServices;
using LstmGen.Dynamic;

namespace LstmGen.Training;

/// <summary>Six rows times two vectors of columns: twelve chains of fused multiply-adds from +0, each over the terms in order, added to what they start from.</summary>
internal static class MatrixTile<TLanes>
    where TLanes : struct, IKernelLanes<TLanes>
{
    internal const int Rows = 6;

    internal static int Columns => 2 * TLanes.Count;

    /// <param name="a">Packed rows: six factors for each term.</param>
    /// <param name="b">Packed columns: <see cref="Columns"/> factors for each term.</param>
    /// <param name="terms">Number of terms.</param>
    /// <param name="from">What the sums of the first row are added to.</param>
    /// <param name="fromStride">Floats from there to the next row; 0 where all start alike.</param>
    /// <param name="c">The first row, written; may be <paramref name="from"/>.</param>
    /// <param name="cStride">Floats from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Apply(ref float a, ref float b, int terms, ref float from, nint fromStride, ref float c, nint cStride)
    {
        TLanes zero = TLanes.All(0);
        TLanes a0 = zero, a1 = zero, b0 = zero, b1 = zero, c0 = zero, c1 = zero, d0 = zero, d1 = zero, e0 = zero, e1 = zero, f0 = zero, f1 = zero;
        for (; terms > 0; terms--)
        {
            TLanes left = TLanes.Load(ref b, 0), right = TLanes.Load(ref b, TLanes.Count);
            TLanes each = TLanes.All(a);
            a0 = TLanes.MultiplyAdd(each, left, a0);
            a1 = TLanes.MultiplyAdd(each, right, a1);
            each = TLanes.All(Unsafe.Add(ref a, 1));
            b0 = TLanes.MultiplyAdd(each, left, b0);
            b1 = TLanes.MultiplyAdd(each, right, b1);
            each = TLanes.All(Unsafe.Add(ref a, 2));
            c0 = TLanes.MultiplyAdd(each, left, c0);
            c1 = TLanes.MultiplyAdd(each, right, c1);
            each = TLanes.All(Unsafe.Add(ref a, 3));
            d0 = TLanes.MultiplyAdd(each, left, d0);
            d1 = TLanes.MultiplyAdd(each, right, d1);
            each = TLanes.All(Unsafe.Add(ref a, 4));
            e0 = TLanes.MultiplyAdd(each, left, e0);
            e1 = TLanes.MultiplyAdd(each, right, e1);
            each = TLanes.All(Unsafe.Add(ref a, 5));
            f0 = TLanes.MultiplyAdd(each, left, f0);
            f1 = TLanes.MultiplyAdd(each, right, f1);
            a = ref Unsafe.Add(ref a, Rows);
            b = ref Unsafe.Add(ref b, 2 * TLanes.Count);
        }

        Store(a0, a1, ref from, ref c);
        Store(b0, b1, ref Unsafe.Add(ref from, fromStride), ref Unsafe.Add(ref c, cStride));
        Store(c0, c1, ref Unsafe.Add(ref from, 2 * fromStride), ref Unsafe.Add(ref c, 2 * cStride));
        Store(d0, d1, ref Unsafe.Add(ref from, 3 * fromStride), ref Unsafe.Add(ref c, 3 * cStride));
        Store(e0, e1, ref Unsafe.Add(ref from, 4 * fromStride), ref Unsafe.Add(ref c, 4 * cStride));
        Store(f0, f1, ref Unsafe.Add(ref from, 5 * fromStride), ref Unsafe.Add(ref c, 5 * cStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes left, TLanes right, ref float from, ref float c)
    {
        TLanes.Store(TLanes.Load(ref from, 0) + left, ref c, 0);
        TLanes.Store(TLanes.Load(ref from, TLanes.Count) + right, ref c, TLanes.Count);
    }
}
