using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>How the units of a layer are grouped into panels: <paramref name="Count"/> panels of
/// <paramref name="Width"/> units, then one of <paramref name="Tail"/> units unless that is 0.</summary>
/// <remarks>
/// A panel of w units holds 1 + I + H rows of [i w, f w, g w, o w], without i where gates are coupled: the bias, then the input
/// rows, then the hidden rows. A row of w floats follows for each peephole, in the order of the gates. A layer ends on a cache line.
/// </remarks>
/// <param name="Width">Units of a full panel.</param>
/// <param name="Count">Number of full panels.</param>
/// <param name="Tail">Units of the last panel, 0 for none.</param>
/// <param name="Gates">Gates with weights.</param>
/// <param name="Peepholes">Gates with peepholes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LstmPanels(int Width, int Count, int Tail, int Gates = 4, int Peepholes = 0)
{
    internal int Units => (Width * Count) + Tail;

    internal int Floats(int inputs, int hidden) => LstmStateLayout.Round16(checked(Units * ((Gates * (1 + inputs + hidden)) + Peepholes)));
}
