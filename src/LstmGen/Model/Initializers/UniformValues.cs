using System.Runtime.CompilerServices;

namespace LstmGen;

/// <summary>Uniform numbers of a counter-based generator, in float arithmetic that rounds once.</summary>
internal static class UniformValues
{
    /// <summary>Values in [-limit, limit): one draw each, from the one at a position on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Fill(Span<float> values, ulong position, float limit)
    {
        float scale = limit * (1f / (1 << 23));
        for (int index = 0; index < values.Length; index++)
        {
            position += SplitMix64.Increment;
            // 24 bits: both the integer and its float are exact, so that the product is rounded once, everywhere alike.
            values[index] = ((int)(SplitMix64.Mix(position) >> 40) - (1 << 23)) * scale;
        }
    }
}
