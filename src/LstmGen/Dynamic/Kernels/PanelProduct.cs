using System.Runtime.CompilerServices;
using LstmGen.Training;

namespace LstmGen.Dynamic;

/// <summary>Products of rows and a panel of weights, added to sums: every sum is one chain in the order of the terms.</summary>
internal static class PanelProduct<TLanes>
    where TLanes : struct, IKernelLanes<TLanes>
{
    // Vectors that pass through a loop together. Where fewer are left the last one is computed again in place of those that are missing.
    private const int Columns = 4;

    /// <summary>z[r][v] = start[r][v] + the sum over k of x[r][k] w[k][v].</summary>
    /// <param name="w">Weights of the first term.</param>
    /// <param name="wStep">Floats from the weights of one term to those of the next.</param>
    /// <param name="x">Factors of the first row.</param>
    /// <param name="xStep">Floats from one factor to the next.</param>
    /// <param name="xStride">Floats from the factors of one row to those of the next.</param>
    /// <param name="terms">Number of terms.</param>
    /// <param name="start">Where sums of the first row start.</param>
    /// <param name="startStride">Floats from there to the next row; 0 where all start alike.</param>
    /// <param name="z">Sums of the first row, written; may be <paramref name="start"/>.</param>
    /// <param name="zStride">Floats from one row of sums to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="floats">Sums of a row: a multiple of 16.</param>
    /// <param name="adds">Whether the sums are added to what z holds.</param>
    internal static void Apply(
        ref float w, nint wStep, ref float x, nint xStep, nint xStride, int terms, ref float start, nint startStride, ref float z, nint zStride, int rows, int floats, bool adds = false)
    {
        if (rows == 1 && TLanes.Count > Lanes256.Count)
        {
            // Sums of one row are read again at once, and what 512 bits wrote comes back late: on a Zen 4 a step of 64 units took nearly twice as long.
            PanelProduct<Lanes256>.Apply(ref w, wStep, ref x, xStep, xStride, terms, ref start, startStride, ref z, zStride, rows, floats, adds);
            return;
        }

        for (int column = 0; column < floats; column += Columns * TLanes.Count)
        {
            int last = Math.Min(Columns * TLanes.Count, floats - column) - TLanes.Count;
            ref float weights = ref Unsafe.Add(ref w, column);
            ref float from = ref Unsafe.Add(ref start, column);
            ref float to = ref Unsafe.Add(ref z, column);
            ref float factors = ref x;
            for (int left = rows; left > 0;)
            {
                int taken = 1;
                if (left == 1)
                {
                    One(ref weights, wStep, ref factors, xStep, terms, ref from, ref to, last, adds);
                }
                else if (TLanes.Count == 16)
                {
                    taken = Math.Min(4, left);
                    Four(ref weights, wStep, ref factors, xStep, xStride, terms, ref from, startStride, ref to, zStride, taken - 1, last, adds);
                }
                else
                {
                    taken = 2;
                    Two(ref weights, wStep, ref factors, xStep, xStride, terms, ref from, startStride, ref to, zStride, last, adds);
                }

                left -= taken;
                factors = ref Unsafe.Add(ref factors, taken * xStride);
                from = ref Unsafe.Add(ref from, taken * startStride);
                to = ref Unsafe.Add(ref to, taken * zStride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(ref float w, nint wStep, ref float x, nint xStep, int terms, ref float start, ref float z, int last, bool adds)
    {
        int c1 = Math.Min(TLanes.Count, last), c2 = Math.Min(2 * TLanes.Count, last);
        TLanes s0 = TLanes.Load(ref start, 0), s1 = TLanes.Load(ref start, c1), s2 = TLanes.Load(ref start, c2), s3 = TLanes.Load(ref start, last);
        for (; terms > 0; terms--)
        {
            TLanes each = TLanes.All(x);
            s0 = TLanes.MultiplyAdd(each, TLanes.Load(ref w, 0), s0);
            s1 = TLanes.MultiplyAdd(each, TLanes.Load(ref w, c1), s1);
            s2 = TLanes.MultiplyAdd(each, TLanes.Load(ref w, c2), s2);
            s3 = TLanes.MultiplyAdd(each, TLanes.Load(ref w, last), s3);
            x = ref Unsafe.Add(ref x, xStep);
            w = ref Unsafe.Add(ref w, wStep);
        }

        Store(ref z, c1, c2, last, s0, s1, s2, s3, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(
        ref float w, nint wStep, ref float x, nint xStep, nint xStride, int terms, ref float start, nint startStride, ref float z, nint zStride, int last, bool adds)
    {
        int c1 = Math.Min(TLanes.Count, last), c2 = Math.Min(2 * TLanes.Count, last);
        ref float otherX = ref Unsafe.Add(ref x, xStride);
        ref float otherStart = ref Unsafe.Add(ref start, startStride);
        TLanes s0 = TLanes.Load(ref start, 0), s1 = TLanes.Load(ref start, c1), s2 = TLanes.Load(ref start, c2), s3 = TLanes.Load(ref start, last);
        TLanes t0 = TLanes.Load(ref otherStart, 0), t1 = TLanes.Load(ref otherStart, c1), t2 = TLanes.Load(ref otherStart, c2), t3 = TLanes.Load(ref otherStart, last);
        for (; terms > 0; terms--)
        {
            TLanes one = TLanes.All(x), other = TLanes.All(otherX);
            TLanes weights = TLanes.Load(ref w, 0);
            s0 = TLanes.MultiplyAdd(one, weights, s0);
            t0 = TLanes.MultiplyAdd(other, weights, t0);
            weights = TLanes.Load(ref w, c1);
            s1 = TLanes.MultiplyAdd(one, weights, s1);
            t1 = TLanes.MultiplyAdd(other, weights, t1);
            weights = TLanes.Load(ref w, c2);
            s2 = TLanes.MultiplyAdd(one, weights, s2);
            t2 = TLanes.MultiplyAdd(other, weights, t2);
            weights = TLanes.Load(ref w, last);
            s3 = TLanes.MultiplyAdd(one, weights, s3);
            t3 = TLanes.MultiplyAdd(other, weights, t3);
            x = ref Unsafe.Add(ref x, xStep);
            otherX = ref Unsafe.Add(ref otherX, xStep);
            w = ref Unsafe.Add(ref w, wStep);
        }

        Store(ref z, c1, c2, last, s0, s1, s2, s3, adds);
        Store(ref Unsafe.Add(ref z, zStride), c1, c2, last, t0, t1, t2, t3, adds);
    }

    /// <summary>Four rows, or fewer: the last one is then computed again in place of those that are missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(
        ref float w, nint wStep, ref float x, nint xStep, nint xStride, int terms, ref float start, nint startStride, ref float z, nint zStride, int lastRow, int last, bool adds)
    {
        int c1 = Math.Min(TLanes.Count, last), c2 = Math.Min(2 * TLanes.Count, last), row2 = Math.Min(2, lastRow);
        nint x1 = xStride, x2 = row2 * xStride, x3 = lastRow * xStride;
        ref float from = ref start;
        TLanes a0 = TLanes.Load(ref from, 0), a1 = TLanes.Load(ref from, c1), a2 = TLanes.Load(ref from, c2), a3 = TLanes.Load(ref from, last);
        from = ref Unsafe.Add(ref start, startStride);
        TLanes b0 = TLanes.Load(ref from, 0), b1 = TLanes.Load(ref from, c1), b2 = TLanes.Load(ref from, c2), b3 = TLanes.Load(ref from, last);
        from = ref Unsafe.Add(ref start, row2 * startStride);
        TLanes d0 = TLanes.Load(ref from, 0), d1 = TLanes.Load(ref from, c1), d2 = TLanes.Load(ref from, c2), d3 = TLanes.Load(ref from, last);
        from = ref Unsafe.Add(ref start, lastRow * startStride);
        TLanes e0 = TLanes.Load(ref from, 0), e1 = TLanes.Load(ref from, c1), e2 = TLanes.Load(ref from, c2), e3 = TLanes.Load(ref from, last);
        for (; terms > 0; terms--)
        {
            TLanes w0 = TLanes.Load(ref w, 0), w1 = TLanes.Load(ref w, c1), w2 = TLanes.Load(ref w, c2), w3 = TLanes.Load(ref w, last);
            TLanes each = TLanes.All(x);
            a0 = TLanes.MultiplyAdd(each, w0, a0);
            a1 = TLanes.MultiplyAdd(each, w1, a1);
            a2 = TLanes.MultiplyAdd(each, w2, a2);
            a3 = TLanes.MultiplyAdd(each, w3, a3);
            each = TLanes.All(Unsafe.Add(ref x, x1));
            b0 = TLanes.MultiplyAdd(each, w0, b0);
            b1 = TLanes.MultiplyAdd(each, w1, b1);
            b2 = TLanes.MultiplyAdd(each, w2, b2);
            b3 = TLanes.MultiplyAdd(each, w3, b3);
            each = TLanes.All(Unsafe.Add(ref x, x2));
            d0 = TLanes.MultiplyAdd(each, w0, d0);
            d1 = TLanes.MultiplyAdd(each, w1, d1);
            d2 = TLanes.MultiplyAdd(each, w2, d2);
            d3 = TLanes.MultiplyAdd(each, w3, d3);
            each = TLanes.All(Unsafe.Add(ref x, x3));
            e0 = TLanes.MultiplyAdd(each, w0, e0);
            e1 = TLanes.MultiplyAdd(each, w1, e1);
            e2 = TLanes.MultiplyAdd(each, w2, e2);
            e3 = TLanes.MultiplyAdd(each, w3, e3);
            x = ref Unsafe.Add(ref x, xStep);
            w = ref Unsafe.Add(ref w, wStep);
        }

        Store(ref z, c1, c2, last, a0, a1, a2, a3, adds);
        Store(ref Unsafe.Add(ref z, zStride), c1, c2, last, b0, b1, b2, b3, adds);
        if (row2 == 2)
        {
            Store(ref Unsafe.Add(ref z, 2 * zStride), c1, c2, last, d0, d1, d2, d3, adds);
        }

        if (lastRow == 3)
        {
            Store(ref Unsafe.Add(ref z, 3 * zStride), c1, c2, last, e0, e1, e2, e3, adds);
        }
    }

    /// <summary>Where some are one and the same, the last is added once: all are read before any is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float z, int c1, int c2, int last, TLanes s0, TLanes s1, TLanes s2, TLanes s3, bool adds)
    {
        if (adds)
        {
            (s0, s1) = (s0 + TLanes.Load(ref z, 0), s1 + TLanes.Load(ref z, c1));
            (s2, s3) = (s2 + TLanes.Load(ref z, c2), s3 + TLanes.Load(ref z, last));
        }

        TLanes.Store(s0, ref z, 0);
        TLanes.Store(s1, ref z, c1);
        TLanes.Store(s2, ref z, c2);
        TLanes.Store(s3, ref z, last);
    }
}
