using System.ComponentModel;
using LstmGen.Kernels;

namespace LstmGen.Training.Kernels;

/// <summary>The backward step of a cell that takes sums by rows, on one instruction set. Rows lie as <see cref="ILstmCellKernels"/> has them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILstmCellTrainingKernels : ILstmCellKernels
{
    /// <summary>The backward step of several sequences.</summary>
    /// <param name="p">Weights a unit [weights, S].</param>
    /// <param name="xs">Sums over the inputs [rows, sums, S]; replaced by their gradient.</param>
    /// <param name="hs">Sums over h, likewise.</param>
    /// <param name="z">Scratch.</param>
    /// <param name="h">h before the step [rows, S].</param>
    /// <param name="before">Further states before the step, <paramref name="states"/> floats apart.</param>
    /// <param name="dy">Gradient of h after the step [rows, S].</param>
    /// <param name="dh">Gradient of h before the step [rows, S], added to: what does not go through the sums.</param>
    /// <param name="dc">Gradient of the further states after the step, replaced by that of those before; <paramref name="states"/> floats apart.</param>
    /// <param name="dp">Gradient of the weights a unit, of each row apart [rows, weights, S], added to.</param>
    /// <param name="states">Floats from one further state to the next.</param>
    /// <param name="rows">Number of sequences.</param>
    static abstract void CellAdjoint(
        ref float p, ref float xs, ref float hs, ref float z, ref float h, ref float before, ref float dy, ref float dh, ref float dc, ref float dp, nint states, int rows);
}
