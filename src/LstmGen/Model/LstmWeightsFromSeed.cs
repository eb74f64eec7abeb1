using System.Runtime.CompilerServices;

namespace LstmGen;

/// <summary>PyTorch's initialisation from a counter-based generator: integers, one square root, one division, exact scaling.</summary>
internal sealed class LstmWeightsFromSeed(ulong seed) : LstmWeights
{
    private const ulong Increment = 0x9E37_79B9_7F4A_7C15;

    public override LstmParameters Bind(LstmShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var parameters = new LstmParameters(shape);
        float scale = 1f / MathF.Sqrt(shape.Hidden) * (1f / (1 << 23));
        ulong position = seed;
        foreach (LstmNamedParameter parameter in LstmParameterNames.List(shape, "", ""))
        {
            position = Fill(parameter.Values(parameters), position, scale);
        }

        return parameters;
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014), one draw a value; gives the position after the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Fill(Span<float> values, ulong position, float scale)
    {
        for (int index = 0; index < values.Length; index++)
        {
            position += Increment;
            ulong z = position;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            z ^= z >> 31;
            // 24 bits: both the integer and its float are exact, so that the product is rounded once, everywhere alike.
            values[index] = ((int)(z >> 40) - (1 << 23)) * scale;
        }

        return position;
    }
}
