using System.Runtime.CompilerServices;

namespace LstmGen.Training;

/// <summary>
/// The exponential of floats, at most 1.5 ULP off, subnormal results included: exp(x) = 2^n exp(r), |r| at most ln(2) / 2, with a polynomial of degree 6.
/// </summary>
internal static class Exponential
{
    private const uint Magic = 0x4B40_0000; // 1.5 * 2^23: adding it rounds to an integer, held in the low bits
    private const uint Log2E = 0x3FB8_AA3B;
    private const uint Ln2High = 0x3F31_7200; // 15 bits: its product with n is exact
    private const uint Ln2Low = 0x35BF_BE8E;
    private const uint C2 = 0x3F00_0001;
    private const uint C3 = 0x3E2A_AA66;
    private const uint C4 = 0x3D2A_A9AA;
    private const uint C5 = 0x3C09_0B54;
    private const uint C6 = 0x3AB6_DC30;
    private const float Low = -104f; // below, the result is less than half the least subnormal
    private const float High = 89f; // above, it is infinite

    internal static float Exp(float x)
    {
        float result = 0;
        Lanes1.Store(Exp(Lanes1.All(x)), ref result, 0);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Exp<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // A comparison, not min and max, so that NaN stays NaN.
        TLanes low = TLanes.All(Low);
        TLanes high = TLanes.All(High);
        TLanes bounded = TLanes.Select(TLanes.Less(x, low), low, TLanes.Select(TLanes.Less(high, x), high, x));
        TLanes magic = TLanes.AllBits(Magic);
        TLanes shifted = bounded * TLanes.AllBits(Log2E) + magic;
        TLanes n = shifted - magic;
        TLanes r = bounded - n * TLanes.AllBits(Ln2High) - n * TLanes.AllBits(Ln2Low);
        TLanes polynomial = TLanes.AllBits(C6) * r + TLanes.AllBits(C5);
        polynomial = polynomial * r + TLanes.AllBits(C4);
        polynomial = polynomial * r + TLanes.AllBits(C3);
        polynomial = polynomial * r + TLanes.AllBits(C2);
        TLanes exponential = TLanes.All(1f) + (r + polynomial * (r * r));

        // 2^n in two factors, each a normal number.
        TLanes exponent = TLanes.SubtractBits(shifted, magic);
        TLanes half = TLanes.ShiftRightSigned(exponent, 1);
        return exponential * PowerOfTwo(half) * PowerOfTwo(TLanes.SubtractBits(exponent, half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes PowerOfTwo<TLanes>(TLanes exponent)
        where TLanes : struct, ILanes<TLanes>
        => TLanes.AddBits(TLanes.ShiftLeftBits(exponent, 23), TLanes.All(1f));
}
