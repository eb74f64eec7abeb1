using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LstmGen.Kernels;

/// <summary>Products of integers whose groups lie in the lanes of vectors, without instructions that add them up: exact, like all of them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class IntegerDot
{
    /// <summary>sum + the products of pairs of 16-bit integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> OfPairs(Vector128<float> scalars, Vector128<float> weights, Vector128<float> sum)
    {
        Vector128<int> x = scalars.AsInt32(), w = weights.AsInt32();
        return (sum.AsInt32() + (((x << 16) >> 16) * ((w << 16) >> 16)) + ((x >> 16) * (w >> 16))).AsSingle();
    }

    /// <summary>sum + the products of four 8-bit integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> OfFours(Vector128<float> scalars, Vector128<float> weights, Vector128<float> sum)
    {
        Vector128<int> x = scalars.AsInt32(), w = weights.AsInt32();
        return (sum.AsInt32() + (((x << 24) >> 24) * ((w << 24) >> 24)) + (((x << 16) >> 24) * ((w << 16) >> 24))
            + (((x << 8) >> 24) * ((w << 8) >> 24)) + ((x >> 24) * (w >> 24))).AsSingle();
    }
}
