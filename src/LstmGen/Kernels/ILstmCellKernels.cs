using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>
/// A cell that takes sums by rows, on one instruction set, as the generator emits it: of each row all sums over the inputs, and all over h. Nothing is
/// checked here. Rows of h and states are S floats apart, S = Hidden rounded up to 16; a row of sums has S floats for each.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILstmCellKernels
{
    /// <summary>How the weights lie in memory: a row of S floats for each weight a unit.</summary>
    static abstract LstmPanels Panels { get; }

    /// <summary>Floats of scratch that any of the kernels needs, whatever the rows.</summary>
    static abstract int Scratch { get; }

    /// <summary>One step of several sequences.</summary>
    /// <param name="p">Weights a unit [weights, S].</param>
    /// <param name="xs">Sums over the inputs [rows, sums, S].</param>
    /// <param name="hs">Sums over h [rows, sums, S].</param>
    /// <param name="z">Scratch.</param>
    /// <param name="h">h before the step [rows, S].</param>
    /// <param name="before">Further states before the step: [rows, S] each, <paramref name="states"/> floats apart.</param>
    /// <param name="y">h after the step [rows, S], written; may be <paramref name="h"/>.</param>
    /// <param name="after">Further states after the step, written; may be <paramref name="before"/>.</param>
    /// <param name="states">Floats from one further state to the next.</param>
    /// <param name="rows">Number of sequences.</param>
    static abstract void Cell(
        ref float p, ref float xs, ref float hs, ref float z, ref float h, ref float before, ref float y, ref float after, nint states, int rows);
}
