using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>
/// The kernels of one layer on one instruction set, as the generator emits them. Nothing is checked here:
/// callers have checked every length. Rows of h, c and layer outputs are S floats apart, S = Hidden rounded up to 16; G is the number
/// of gates with weights.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILstmLayerKernels
{
    /// <summary>How the weights lie in memory.</summary>
    static abstract LstmPanels Panels { get; }

    /// <summary>Floats of scratch that <see cref="Step"/> needs: sums [G S] unless they stay in registers, then h after the step [S] where it may not be written over h.</summary>
    static abstract int StepScratch { get; }

    /// <summary>Floats of scratch that <see cref="Sequence"/> needs for each of its steps.</summary>
    static abstract int SequenceScratch { get; }

    /// <summary>Floats of scratch that <see cref="Batch"/> needs for each row, up to <see cref="LstmRows.Block"/> of them.</summary>
    static abstract int BatchScratch { get; }

    /// <summary>One step of one sequence.</summary>
    /// <param name="w">Packed weights of the layer.</param>
    /// <param name="x">Inputs [I].</param>
    /// <param name="z">Scratch for sums [G S], if <see cref="StepScratch"/> has room for them.</param>
    /// <param name="h">h before the step [S].</param>
    /// <param name="y">h after the step [S], written; <paramref name="h"/> itself where <see cref="StepScratch"/> has no room for it.</param>
    /// <param name="c">c [S], updated.</param>
    /// <param name="fromEnd">Whether to begin with the last units where the weights are many, as every other step should: no result depends on it.</param>
    static abstract void Step(ref float w, ref float x, ref float z, ref float h, ref float y, ref float c, bool fromEnd);

    /// <summary>Steps of one sequence, of a layer that reads its own outputs; not called for others.</summary>
    /// <param name="w">Packed weights of the layer.</param>
    /// <param name="x">Inputs [steps, I], rows <paramref name="xStride"/> floats apart.</param>
    /// <param name="xStride">Floats between input rows.</param>
    /// <param name="z">Scratch for sums, [steps, <see cref="SequenceScratch"/>].</param>
    /// <param name="h">h before the first step [S].</param>
    /// <param name="y">h of every step [steps, S], written; apart from <paramref name="h"/>.</param>
    /// <param name="c">c [S], updated.</param>
    /// <param name="steps">Number of steps.</param>
    static virtual void Sequence(ref float w, ref float x, nint xStride, ref float z, ref float h, ref float y, ref float c, int steps)
    {
    }

    /// <summary>One step of several sequences.</summary>
    /// <param name="w">Packed weights of the layer.</param>
    /// <param name="x">Inputs [rows, I], rows <paramref name="xStride"/> floats apart.</param>
    /// <param name="xStride">Floats between input rows.</param>
    /// <param name="z">Scratch for sums, [<see cref="LstmRows.Block"/> or <paramref name="rows"/> if fewer, <see cref="BatchScratch"/>].</param>
    /// <param name="h">h before the step [rows, S].</param>
    /// <param name="y">h after the step [rows, S], written; apart from <paramref name="h"/>.</param>
    /// <param name="c">c [rows, S], updated.</param>
    /// <param name="rows">Number of sequences.</param>
    static abstract void Batch(ref float w, ref float x, nint xStride, ref float z, ref float h, ref float y, ref float c, int rows);
}
