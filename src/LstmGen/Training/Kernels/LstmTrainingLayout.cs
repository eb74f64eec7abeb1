using System.ComponentModel;

namespace LstmGen.Training.Kernels;

/// <summary>What the training kernels of one use of a layer need to know.</summary>
/// <param name="TapeStride"><see cref="ILstmTrainingKernels.TapeStride"/>.</param>
/// <param name="Slabs"><see cref="ILstmTrainingKernels.Slabs"/>.</param>
/// <param name="HiddenColumns"><see cref="ILstmTrainingKernels.HiddenColumns"/>.</param>
/// <param name="InputColumns"><see cref="ILstmTrainingKernels.InputColumns"/>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LstmTrainingUse(int TapeStride, int Slabs, LstmColumns HiddenColumns, LstmColumns InputColumns);

/// <summary>The table of a network that training loops over beside <see cref="LstmGen.Kernels.LstmNetworkLayout"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LstmTrainingLayout
{
    /// <summary>A table, as generated code gives it.</summary>
    /// <param name="headSlabs"><see cref="ILstmHeadTrainingKernels.Slabs"/>, 0 without a head.</param>
    /// <param name="uses">The uses in the order in which they run.</param>
    public LstmTrainingLayout(int headSlabs, LstmTrainingUse[] uses)
    {
        ArgumentNullException.ThrowIfNull(uses);
        (HeadSlabs, Uses) = (headSlabs, uses);
    }

    internal int HeadSlabs { get; }

    internal LstmTrainingUse[] Uses { get; }
}
