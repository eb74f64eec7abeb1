using System.ComponentModel;
using LstmGen.Kernels;

namespace LstmGen.Training.Kernels;

/// <summary>
/// The training kernels of one layer on one instruction set, as the generator emits them. Nothing is checked here. Rows of h, c
/// and their gradients are S floats apart, S = Hidden rounded up to 16; rows of gates <see cref="TapeStride"/>, each gate S floats.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILstmTrainingKernels : ILstmLayerKernels
{
    /// <summary>Floats between rows of gates on the tape and of the weights' gradient.</summary>
    static abstract int TapeStride { get; }

    /// <summary>Parts of the weights' gradient that can be computed apart from each other: columns of gates.</summary>
    static abstract int Slabs { get; }

    /// <summary>How R lies in memory for <see cref="HiddenGradients"/>.</summary>
    static abstract LstmColumns HiddenColumns { get; }

    /// <summary>How W lies in memory for <see cref="InputGradients"/>.</summary>
    static abstract LstmColumns InputColumns { get; }

    /// <summary>One step of several sequences that remembers what the backward step needs; not called where a layer gives its sums as they stand.</summary>
    /// <param name="w">Packed weights of the layer.</param>
    /// <param name="x">Inputs [rows, I], rows <paramref name="xStride"/> floats apart.</param>
    /// <param name="xStride">Floats between input rows.</param>
    /// <param name="z">Scratch for sums, as <see cref="ILstmLayerKernels.Batch"/> has it.</param>
    /// <param name="h">h before the step [rows, S].</param>
    /// <param name="before">c before the step [rows, S].</param>
    /// <param name="y">h after the step [rows, S], written; apart from <paramref name="h"/>.</param>
    /// <param name="after">c after the step [rows, S], written; apart from <paramref name="before"/>.</param>
    /// <param name="gates">What the tape keeps of the gates [rows, gates, S], written.</param>
    /// <param name="rows">Number of sequences.</param>
    static virtual void Forward(
        ref float w, ref float x, nint xStride, ref float z, ref float h, ref float before, ref float y, ref float after, ref float gates, int rows)
    {
    }

    /// <summary>The backward step of the cell of several sequences; not called where a layer gives its sums as they stand.</summary>
    /// <param name="gates">The tape's gates [rows, gates, S]; replaced by the gradient of the pre-activations.</param>
    /// <param name="before">c before the step [rows, S].</param>
    /// <param name="after">c after the step [rows, S].</param>
    /// <param name="dh">Gradient of h after the step [rows, S].</param>
    /// <param name="dc">Gradient of c after the step [rows, S]; replaced by that of c before.</param>
    /// <param name="p">Weights a unit [vectors, S].</param>
    /// <param name="rows">Number of sequences.</param>
    static virtual void Adjoint(ref float gates, ref float before, ref float after, ref float dh, ref float dc, ref float p, int rows)
    {
    }

    /// <summary>Adds the gradient that h before a step receives from the gates.</summary>
    /// <param name="w">R by <see cref="HiddenColumns"/>.</param>
    /// <param name="gates">Gradient of the pre-activations [rows, gates, S].</param>
    /// <param name="dh">Gradient of h before the step [rows, S], added to.</param>
    /// <param name="rows">Number of sequences.</param>
    static abstract void HiddenGradients(ref float w, ref float gates, ref float dh, int rows);

    /// <summary>Adds the gradient that inputs receive from the gates.</summary>
    /// <param name="w">W by <see cref="InputColumns"/>.</param>
    /// <param name="gates">Gradient of the pre-activations [rows, gates, S].</param>
    /// <param name="dx">Gradient of the inputs [rows, I rounded up to 16], added to.</param>
    /// <param name="rows">Number of rows.</param>
    static abstract void InputGradients(ref float w, ref float gates, ref float dx, int rows);

    /// <summary>Adds the gradient of bias, W and R, row after row.</summary>
    /// <param name="x">Inputs [rows, I], rows <paramref name="xStride"/> floats apart.</param>
    /// <param name="xStride">Floats between input rows.</param>
    /// <param name="h">h before the step [rows, S].</param>
    /// <param name="gates">Gradient of the pre-activations [rows, gates, S].</param>
    /// <param name="dw">[1 + I + H, gates, S]: bias, W transposed, R transposed; added to.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="firstSlab">First of the <see cref="Slabs"/> to compute.</param>
    /// <param name="slabs">How many.</param>
    static abstract void WeightGradients(
        ref float x, nint xStride, ref float h, ref float gates, ref float dw, int rows, int firstSlab, int slabs);

    /// <summary>Adds the gradient of the weights a unit, row after row.</summary>
    /// <param name="gates">Gradient of the pre-activations [rows, gates, S].</param>
    /// <param name="before">c before the step [rows, S].</param>
    /// <param name="after">c after the step [rows, S].</param>
    /// <param name="dp">[vectors, S], added to.</param>
    /// <param name="rows">Number of rows.</param>
    static virtual void VectorGradients(ref float gates, ref float before, ref float after, ref float dp, int rows)
    {
    }
}
