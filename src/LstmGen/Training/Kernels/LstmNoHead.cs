using System.ComponentModel;

namespace LstmGen.Training.Kernels;

/// <summary>The head of models without one: outputs are h of the last layer, so nothing is left to compute.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LstmNoHead : ILstmHeadTrainingKernels
{
    /// <inheritdoc/>
    public static int Slabs => 0;

    /// <inheritdoc/>
    public static void Apply(ref float w, ref float h, ref float y, int rows)
    {
    }

    /// <inheritdoc/>
    public static void HiddenGradients(ref float w, ref float dy, ref float dh, int rows)
    {
    }

    /// <inheritdoc/>
    public static void WeightGradients(ref float h, ref float dy, ref float dw, int rows, int firstSlab, int slabs)
    {
    }
}
