using System.ComponentModel;
using LstmGen.Kernels;

namespace LstmGen.Training.Kernels;

/// <summary>The training kernels of a head on one instruction set. Nothing is checked here.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILstmHeadTrainingKernels : ILstmHeadKernel
{
    /// <summary>Parts of the weights' gradient that can be computed apart from each other: columns of hidden units.</summary>
    static abstract int Slabs { get; }

    /// <summary>The gradient of h of the last layer from that of the outputs.</summary>
    /// <param name="w">Packed weights of the head: [Output, S], then the bias.</param>
    /// <param name="dy">Gradient of the outputs [rows, OutputSize].</param>
    /// <param name="dh">Gradient of h [rows, S], added to.</param>
    /// <param name="rows">Number of rows.</param>
    static abstract void HiddenGradients(ref float w, ref float dy, ref float dh, int rows);

    /// <summary>Adds the gradient of the weights, row after row.</summary>
    /// <param name="h">h of the last layer [rows, S].</param>
    /// <param name="dy">Gradient of the outputs [rows, OutputSize].</param>
    /// <param name="dw">[Output, S], added to.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="firstSlab">First of the <see cref="Slabs"/> to compute.</param>
    /// <param name="slabs">How many.</param>
    static abstract void WeightGradients(ref float h, ref float dy, ref float dw, int rows, int firstSlab, int slabs);
}
