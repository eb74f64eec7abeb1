using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>How the units of a layer are grouped into panels: <paramref name="Count"/> panels of
/// <paramref name="Width"/> units, then one of <paramref name="Tail"/> units unless that is 0.</summary>
/// <remarks>
/// A panel of w units holds 1 + I + H rows of w floats for each sum: the bias, then the input rows, then the hidden rows. A row of w floats
/// follows for each weight a unit, in the order of the cell's layout.
/// </remarks>
/// <param name="Width">Units of a full panel.</param>
/// <param name="Count">Number of full panels.</param>
/// <param name="Tail">Units of the last panel, 0 for none.</param>
/// <param name="Sums">Sums of a unit.</param>
/// <param name="Vectors">Weights of a unit alone.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LstmPanels(int Width, int Count, int Tail, int Sums, int Vectors);
