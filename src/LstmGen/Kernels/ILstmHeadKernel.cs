using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>What turns h of the last layer into outputs, on one instruction set. Nothing is checked here.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILstmHeadKernel
{
    /// <summary>Outputs of several rows.</summary>
    /// <param name="w">Packed weights of the head: [Output, S], then the bias.</param>
    /// <param name="h">h [rows, S].</param>
    /// <param name="y">Outputs [rows, OutputSize], written.</param>
    /// <param name="rows">Number of rows.</param>
    static abstract void Apply(ref float w, ref float h, ref float y, int rows);
}
