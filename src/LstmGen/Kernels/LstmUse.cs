using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>One use of a layer's kernels in a network. Its index is that of its parameters and of its rows of the state.</summary>
/// <param name="Reads">What it reads: the outputs of an earlier use, by its index, or <see cref="Inputs"/>.</param>
/// <param name="Writes">The buffer of a run that its outputs go to.</param>
/// <param name="Features">Floats of a row that it reads.</param>
/// <param name="Weights">Where its packed weights start.</param>
/// <param name="Panels">How they lie from there.</param>
/// <param name="SequenceScratch">Floats of sums that <see cref="ILstmLayerKernels.Sequence"/> needs for a step.</param>
/// <param name="BatchScratch">Floats of sums that <see cref="ILstmLayerKernels.Batch"/> needs for a row.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LstmUse(int Reads, int Writes, int Features, int Weights, LstmPanels Panels, int SequenceScratch, int BatchScratch)
{
    /// <summary>In place of the index of a use: the inputs of the model.</summary>
    public const int Inputs = -1;

    internal bool ReadsInputs => Reads == Inputs;
}
