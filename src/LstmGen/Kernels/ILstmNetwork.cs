using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>
/// A model's network on one instruction set, as the generator emits it: its nodes, uses of layers by their index, and the
/// outputs. Nothing is checked here; what kernels ask of their arguments is said at <see cref="ILstmLayerKernels"/> and <see cref="ILstmHeadKernel"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILstmNetwork
{
    /// <summary>What each use reads and writes, where its weights lie and what it needs.</summary>
    static abstract LstmNetworkLayout Layout { get; }

    /// <summary><see cref="ILstmLayerKernels.Sequence"/> of a use; not called for uses that do not read their own outputs.</summary>
    static virtual void Sequence(int use, ref float w, ref float x, nint xStride, ref float z, ref float h, ref float y, ref float c, int steps)
    {
    }

    /// <summary><see cref="ILstmLayerKernels.Batch"/> of a use.</summary>
    static abstract void Batch(int use, ref float w, ref float x, nint xStride, ref float z, ref float h, ref float y, ref float c, int rows);

    /// <summary><see cref="ILstmCellKernels.Cell"/> of a use; not called for others.</summary>
    static virtual void Cell(
        int use, ref float p, ref float xs, ref float hs, ref float z, ref float h, ref float before, ref float y, ref float after, nint states, int rows)
    {
    }

    /// <summary>The outputs of several rows: <see cref="ILstmHeadKernel.Apply"/>, or h as it stands where there is no head.</summary>
    static abstract void Outputs(ref float w, ref float h, ref float y, int rows);
}
