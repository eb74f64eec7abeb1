using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>How the units of a layer are grouped into panels: <paramref name="Count"/> panels of
/// <paramref name="Width"/> units, then one of <paramref name="Tail"/> units unless that is 0.</summary>
/// <remarks>A panel of w units holds 1 + I + H rows of [i w, f w, g w, o w]: the bias, then the input rows, then the hidden rows.</remarks>
/// <param name="Width">Units of a full panel.</param>
/// <param name="Count">Number of full panels.</param>
/// <param name="Tail">Units of the last panel, 0 for none.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LstmPanels(int Width, int Count, int Tail)
{
    internal int Units => (Width * Count) + Tail;

    internal int Floats(int inputs, int hidden) => checked(4 * Units * (1 + inputs + hidden));
}
