using System.Runtime.CompilerServices;

namespace LstmGen.Dynamic;

/// <summary>exp(x), or exp(x) - 1, of groups of units: the operations of <see cref="ExpPattern"/> one after another, values between them in registers of the processor.</summary>
internal static class ExpLoop<TLanes>
    where TLanes : struct, IKernelLanes<TLanes>
{
    private const int Shift = 23;

    /// <param name="constants">Those of the pattern, each as often as a group has units.</param>
    /// <param name="x">The arguments.</param>
    /// <param name="step">Floats from one group of them to the next.</param>
    /// <param name="to">The values, written.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="lessOne">Whether 1 is taken from them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(ref float constants, ref float x, nint step, ref float to, int groups, bool lessOne)
    {
        TLanes low = At(ref constants, 0), high = At(ref constants, 1), log2E = At(ref constants, 2), magic = At(ref constants, 3);
        TLanes ln2High = At(ref constants, 4), ln2Low = At(ref constants, 5);
        TLanes c2 = At(ref constants, 6), c3 = At(ref constants, 7), c4 = At(ref constants, 8), c5 = At(ref constants, 9), c6 = At(ref constants, 10);
        TLanes one = At(ref constants, 11);
        for (; groups > 0; groups--)
        {
            for (int lane = 0; lane < CellProgram.Group; lane += TLanes.Count)
            {
                TLanes bounded = TLanes.Min(high, TLanes.Max(low, TLanes.Load(ref x, lane)));
                TLanes shifted = TLanes.MultiplyAdd(bounded, log2E, magic);
                TLanes n = shifted - magic;
                TLanes r = TLanes.MultiplyAdd(n, ln2Low, TLanes.MultiplyAdd(n, ln2High, bounded));
                TLanes square = r * r;
                TLanes highTerms = TLanes.MultiplyAdd(TLanes.MultiplyAdd(c6, r, c5), r, c4);
                TLanes q = TLanes.MultiplyAdd(TLanes.MultiplyAdd(highTerms, square, TLanes.MultiplyAdd(c3, r, c2)), square, r);
                TLanes power = TLanes.AddBits(TLanes.ShiftLeftBits(shifted, Shift), one);
                TLanes.Store(TLanes.MultiplyAdd(q, power, lessOne ? power + At(ref constants, 12) : power), ref to, lane);
            }

            x = ref Unsafe.Add(ref x, step);
            to = ref Unsafe.Add(ref to, CellProgram.Group);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes At(ref float constants, int index) => TLanes.Load(ref constants, index * CellProgram.Group);
}
