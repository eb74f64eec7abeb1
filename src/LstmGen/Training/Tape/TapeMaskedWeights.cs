using LstmGen.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>
/// DropConnect of one layer: R times the mask of a pass, which all kernels read in place of R, and the gradient of R. A pass without
/// dropout has a mask of ones.
/// </summary>
internal sealed class TapeMaskedWeights
{
    private readonly float[] _weights;
    private readonly AlignedMemory _mask;
    private readonly AlignedMemory _gradients;

    internal TapeMaskedWeights(LstmPartParameters layer)
    {
        _weights = layer.RecurrentWeights;
        Layer = layer with { RecurrentWeights = new float[_weights.Length] };
        _mask = new AlignedMemory(_weights.Length);
        _gradients = new AlignedMemory(_weights.Length);
    }

    /// <summary>The layer's parameters, R masked.</summary>
    internal LstmPartParameters Layer { get; }

    /// <summary>A part of the mask, and R under it as it now is; element n of the mask is a function of the key and n.</summary>
    internal void Mask(float rate, ulong key, int part, int parts)
    {
        int first = (int)((long)_weights.Length * part / parts);
        int count = (int)((long)_weights.Length * (part + 1) / parts) - first;
        Span<float> mask = _mask.Span.Slice(first, count);
        DropoutMask.Fill(mask, rate, key, (ulong)first);
        LaneProduct.Multiply(_weights.AsSpan(first, count), mask, Layer.RecurrentWeights.AsSpan(first, count));
    }

    /// <summary>Turns the gradient of masked weights, from one on, into that of the weights.</summary>
    /// <param name="gradients">That of this pass; becomes that of all passes that are summed.</param>
    /// <param name="first">Index of the first weight.</param>
    /// <param name="accumulates">Whether it adds to that of the passes before, each under a mask of its own.</param>
    internal void Unmask(Span<float> gradients, int first, bool accumulates)
    {
        Span<float> mask = _mask.Span.Slice(first, gradients.Length);
        Span<float> sum = _gradients.Span.Slice(first, gradients.Length);
        if (accumulates)
        {
            LaneProduct.MultiplyAdd(gradients, mask, sum);
        }
        else
        {
            LaneProduct.Multiply(gradients, mask, sum);
        }

        sum.CopyTo(gradients);
    }
}
