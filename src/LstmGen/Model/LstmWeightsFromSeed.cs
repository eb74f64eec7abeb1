using System.Runtime.CompilerServices;

namespace LstmGen;

/// <summary>PyTorch's initialisation from a counter-based generator: integers, one square root, one division, exact scaling.</summary>
internal sealed class LstmWeightsFromSeed(ulong seed) : LstmWeights
{
    public override LstmParameters Bind(LstmShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var parameters = new LstmParameters(shape);
        float scale = 1f / MathF.Sqrt(shape.Hidden) * (1f / (1 << 23));
        ulong position = seed;
        foreach (ModelTensor tensor in shape.Tensors())
        {
            position = Fill(parameters.Values(tensor), position, scale);
        }

        return parameters;
    }

    /// <summary>One draw a value; gives the position after the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Fill(Span<float> values, ulong position, float scale)
    {
        for (int index = 0; index < values.Length; index++)
        {
            position += SplitMix64.Increment;
            // 24 bits: both the integer and its float are exact, so that the product is rounded once, everywhere alike.
            values[index] = ((int)(SplitMix64.Mix(position) >> 40) - (1 << 23)) * scale;
        }

        return position;
    }
}
