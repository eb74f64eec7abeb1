using System.ComponentModel;

namespace LstmGen.Training.Kernels;

/// <summary>How the columns of transposed weights are grouped: <paramref name="Count"/> panels of <paramref name="Width"/>
/// columns, then one of <paramref name="Tail"/> columns unless that is 0.</summary>
/// <remarks>A panel of w columns holds a row of w weights for every row of the matrix, Gates x Hidden, in PyTorch's order.</remarks>
/// <param name="Width">Columns of a full panel.</param>
/// <param name="Count">Number of full panels.</param>
/// <param name="Tail">Columns of the last panel, 0 for none.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LstmColumns(int Width, int Count, int Tail)
{
    internal int Floats(int rows) => checked(((Width * Count) + Tail) * rows);
}
