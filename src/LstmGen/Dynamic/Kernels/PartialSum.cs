using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LstmGen.Dynamic;

/// <summary>The rule for all horizontal sums: 16 partial sums by index mod 16, folded 8, 4, 2, 1.</summary>
internal static class PartialSum
{
    /// <summary>The sum of 16 partial sums.</summary>
    internal static float Fold(ref float sums)
    {
        Vector128<float> four = (Vector128.LoadUnsafe(ref sums) + Vector128.LoadUnsafe(ref sums, 8)) + (Vector128.LoadUnsafe(ref sums, 4) + Vector128.LoadUnsafe(ref sums, 12));
        return (four[0] + four[2]) + (four[1] + four[3]);
    }
}
