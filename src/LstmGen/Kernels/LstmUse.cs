using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>One use of a layer's kernels in a network, with weights of its own.</summary>
/// <param name="Part">Whose parameters they are: an index of the parts of the shape.</param>
/// <param name="Projects">Whether they are those of the part's projection.</param>
/// <param name="Weights">Where its packed weights start.</param>
/// <param name="Panels">How they lie from there.</param>
/// <param name="SequenceScratch">Floats of sums that <see cref="ILstmLayerKernels.Sequence"/> needs for a step.</param>
/// <param name="BatchScratch">Floats of sums that <see cref="ILstmLayerKernels.Batch"/> needs for a row.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LstmUse(int Part, bool Projects, int Weights, LstmPanels Panels, int SequenceScratch, int BatchScratch)
{
    /// <summary>Values of a row that it reads, of the step before that it reads, and that it gives.</summary>
    internal (int Features, int Recurrence, int Units) Sizes(LstmParts parts)
    {
        LstmPart part = parts.All[Part];
        return Projects ? (part.Units, 0, part.Outputs) : (part.Features, part.Recurrence, part.Units);
    }
}
