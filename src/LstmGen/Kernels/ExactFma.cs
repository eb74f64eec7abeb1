using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LstmGen.Kernels;

/// <summary>The fused multiply-add of processors that have none, to the last bit.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ExactFma
{
    /// <summary>a * b + c of each lane, rounded once to nearest, ties to even.</summary>
    /// <remarks>
    /// Kernels call this in place of every instruction they lack, so it stays a call: inlined, it would make them too large to compile well.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector128<float> Fma(Vector128<float> a, Vector128<float> b, Vector128<float> c)
        => Vector128.Narrow(
            SumToOdd(Vector128.WidenLower(a) * Vector128.WidenLower(b), Vector128.WidenLower(c)),
            SumToOdd(Vector128.WidenUpper(a) * Vector128.WidenUpper(b), Vector128.WidenUpper(c)));

    /// <summary>c - a * b of each lane, rounded once.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector128<float> NegatedFma(Vector128<float> a, Vector128<float> b, Vector128<float> c)
        => Fma((a.AsUInt32() ^ Vector128.Create(0x8000_0000u)).AsSingle(), b, c);

    /// <summary>product + c, where inexact rounded to the neighbour with an odd last bit.</summary>
    /// <remarks>
    /// The product of two floats is exact in double. Rounding the sum to nearest there and again to float would be wrong near the middle of two floats;
    /// a double rounded to odd never lies on that middle unless the exact sum does
    /// (S. Boldo, G. Melquiond, Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd, 2008).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> SumToOdd(Vector128<double> product, Vector128<double> c)
    {
        Vector128<double> sum = product + c;
        Vector128<double> rest = sum - product;
        Vector128<double> error = (product - (sum - rest)) + (c - rest); // Knuth's TwoSum: sum + error is exact

        // Ordered: of an infinite or NaN sum the error is NaN and the sum stays.
        Vector128<ulong> inexact = Vector128.GreaterThan(Vector128.Abs(error), Vector128<double>.Zero).AsUInt64() >>> 63;
        Vector128<ulong> bits = sum.AsUInt64();
        Vector128<ulong> roundedUp = ((bits ^ error.AsUInt64()) >>> 63) & inexact; // in magnitude: one step back truncates
        return ((bits - roundedUp) | inexact).AsDouble();
    }
}
