using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>Which parameters of its part a use has, and what they are to it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum LstmUseRole
{
    /// <summary>Sums over the inputs and over h, and the cell.</summary>
    Layer,

    /// <summary>The projection of what the units give.</summary>
    Projection,

    /// <summary>Sums over the inputs alone.</summary>
    Inputs,

    /// <summary>Sums over h alone.</summary>
    Hidden,

    /// <summary>The cell alone.</summary>
    Cell,

    /// <summary>Of a cell the part that another product waits for; it has no parameters.</summary>
    Reset,

    /// <summary>The sum over what that gives: the last rows of R.</summary>
    Candidate,
}
