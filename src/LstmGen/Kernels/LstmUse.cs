using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>One use of a layer's kernels in a network, with weights of its own.</summary>
/// <param name="Part">Whose parameters they are: an index of the parts of the shape.</param>
/// <param name="Role">Which of its parameters, and what they are to it.</param>
/// <param name="Weights">Where its packed weights start.</param>
/// <param name="Panels">How they lie from there.</param>
/// <param name="SequenceScratch">Floats of sums that <see cref="ILstmLayerKernels.Sequence"/> needs for a step.</param>
/// <param name="BatchScratch">Floats of sums that <see cref="ILstmLayerKernels.Batch"/> needs for a row; of a cell its scratch.</param>
/// <param name="Stride">Floats from one row of what it gives to the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LstmUse(int Part, LstmUseRole Role, int Weights, LstmPanels Panels, int SequenceScratch, int BatchScratch, int Stride)
{
    /// <summary>What its weights are packed as.</summary>
    public LstmNumbers Numbers { get; init; }

    /// <summary>Values of a row that it reads, of the step before that it reads, and that it gives.</summary>
    internal (int Features, int Recurrence, int Units) Sizes(LstmParts parts)
    {
        LstmPart part = parts.All[Part];
        return Role switch
        {
            LstmUseRole.Projection => (part.Units, 0, part.Outputs),
            LstmUseRole.Inputs => (part.Features, 0, part.Units),
            LstmUseRole.Hidden => (part.Recurrence, 0, part.Units),
            LstmUseRole.Cell or LstmUseRole.Reset => (0, 0, part.Units),
            LstmUseRole.Candidate => (part.Units, 0, part.Units),
            _ => (part.Features, part.Recurrence, part.Units),
        };
    }

    /// <summary>The matrix that it multiplies what it reads by.</summary>
    internal Span<float> Matrix(LstmPartParameters part) => Role switch
    {
        LstmUseRole.Projection => part.Projection,
        LstmUseRole.Hidden => part.RecurrentWeights,
        LstmUseRole.Candidate => part.RecurrentWeights.AsSpan(part.RecurrentWeights.Length / 3 * 2),
        LstmUseRole.Cell or LstmUseRole.Reset => [],
        _ => part.InputWeights,
    };

    /// <summary>Rows of the biases before the first that it has.</summary>
    internal int FirstRow(LstmParts parts) => Role == LstmUseRole.Candidate ? 2 * parts.All[Part].Units : 0;

    /// <summary>The biases that its sums start from.</summary>
    internal ReadOnlySpan<float[]> Biases(LstmPartParameters part, LstmParts parts)
    {
        float[][] biases = part.Biases;
        return (Role, parts.All[Part].Cell.Place) switch
        {
            _ when biases.Length == 0 => [],
            (LstmUseRole.Layer, _) or (LstmUseRole.Inputs, LstmBiasPlace.Summed) => biases,
            (LstmUseRole.Inputs, LstmBiasPlace.Apart) => biases.AsSpan(0, 1),
            (LstmUseRole.Hidden or LstmUseRole.Candidate, LstmBiasPlace.Apart) => biases.AsSpan(1),
            _ => [],
        };
    }
}
