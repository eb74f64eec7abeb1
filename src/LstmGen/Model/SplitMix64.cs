using System.Runtime.CompilerServices;

namespace LstmGen;

/// <summary>The mixing function and the increment of SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014).</summary>
internal static class SplitMix64
{
    internal const ulong Increment = 0x9E37_79B9_7F4A_7C15;

    /// <summary>64 bits of a position; those of seed + n <see cref="Increment"/> are draw n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
