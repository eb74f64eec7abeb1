using System.ComponentModel;
using LstmGen.Kernels;

namespace LstmGen.Training.Kernels;

/// <summary>
/// What training asks of a network on one instruction set, by the index of a use. Nothing is checked here; what kernels ask of their arguments
/// is said at <see cref="ILstmTrainingKernels"/> and <see cref="ILstmHeadTrainingKernels"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILstmTrainingNetwork : ILstmNetwork
{
    /// <summary>What the training kernels of each use and of the head need to know.</summary>
    static abstract LstmTrainingLayout TrainingLayout { get; }

    /// <summary><see cref="ILstmTrainingKernels.Forward"/> of a use; not called for cells and for what gives sums as they stand.</summary>
    static virtual void Forward(
        int use, ref float w, ref float x, nint xStride, ref float z, ref float h, ref float before, ref float y, ref float after, ref float gates, int rows)
    {
    }

    /// <summary><see cref="ILstmTrainingKernels.Adjoint"/> of a use; not called for cells and for what gives sums as they stand.</summary>
    static virtual void Adjoint(int use, ref float gates, ref float before, ref float after, ref float dh, ref float dc, ref float p, int rows)
    {
    }

    /// <summary><see cref="ILstmCellTrainingKernels.CellAdjoint"/> of a use; not called for others.</summary>
    static virtual void CellAdjoint(
        int use, ref float p, ref float xs, ref float hs, ref float z, ref float h, ref float before, ref float dy, ref float dh, ref float dc, ref float dp, nint states, int rows)
    {
    }

    /// <summary><see cref="ILstmTrainingKernels.HiddenGradients"/> of a use; not called for uses without recurrence.</summary>
    static virtual void HiddenGradients(int use, ref float w, ref float gates, ref float dh, int rows)
    {
    }

    /// <summary><see cref="ILstmTrainingKernels.InputGradients"/> of a use.</summary>
    static abstract void InputGradients(int use, ref float w, ref float gates, ref float dx, int rows);

    /// <summary><see cref="ILstmTrainingKernels.WeightGradients"/> of a use.</summary>
    static abstract void WeightGradients(
        int use, ref float x, nint xStride, ref float h, ref float gates, ref float dw, int rows, int firstSlab, int slabs);

    /// <summary><see cref="ILstmTrainingKernels.VectorGradients"/> of a use; not called for uses without weights a unit.</summary>
    static virtual void VectorGradients(int use, ref float gates, ref float before, ref float after, ref float dp, int rows)
    {
    }

    /// <summary><see cref="ILstmHeadTrainingKernels.HiddenGradients"/>; not called without a head.</summary>
    static virtual void OutputGradients(ref float w, ref float dy, ref float dh, int rows)
    {
    }

    /// <summary><see cref="ILstmHeadTrainingKernels.WeightGradients"/>; not called without a head.</summary>
    static virtual void HeadGradients(ref float h, ref float dy, ref float dw, int rows, int firstSlab, int slabs)
    {
    }
}
