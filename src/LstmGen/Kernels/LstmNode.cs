using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>One step of a network's work: from rows of values to rows of values. A node reads nodes before it.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Reads">What it reads: a node by its index, or <see cref="Inputs"/>.</param>
/// <param name="With">The second node that it reads, of a node of two.</param>
/// <param name="Use">The first use of kernels, of a layer.</param>
/// <param name="State">Which of the recurrent parts it is, of a layer with states.</param>
/// <param name="Writes">The buffer of a run that its values go to. All nodes of a buffer are of one width.</param>
/// <param name="Width">Values of a row.</param>
/// <param name="Drops">Whether dropout between layers drops its values for those who read it.</param>
/// <param name="HiddenZoneout">How often a unit keeps its h of the step before.</param>
/// <param name="CellZoneout">How often a unit keeps its c of the step before.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LstmNode(LstmNodeKind Kind, int Reads, int With, int Use, int State, int Writes, int Width, bool Drops = false, float HiddenZoneout = 0,
    float CellZoneout = 0)
{
    /// <summary>In place of the index of a node: the inputs of the model.</summary>
    public const int Inputs = -1;

    internal bool Recurs => Kind <= LstmNodeKind.ResetRowLayer;

    /// <summary>Whether its cell takes sums by rows.</summary>
    internal bool TakesRows => Kind is LstmNodeKind.RowLayer or LstmNodeKind.ProjectedRowLayer or LstmNodeKind.ResetRowLayer;

    /// <summary>Whether one of its sums is over what a part of the cell gives.</summary>
    internal bool Resets => Kind == LstmNodeKind.ResetRowLayer;

    /// <summary>The use of the part of a cell that one of its sums is over.</summary>
    internal int Reset => Use + 2;

    /// <summary>The use of that sum.</summary>
    internal int Candidate => Use + 3;

    /// <summary>The use of a cell that takes sums by rows.</summary>
    internal int Cell => Use + (Resets ? 4 : 2);

    /// <summary>Whether a use of its own projects its outputs.</summary>
    internal bool Projects => Kind is LstmNodeKind.ProjectedLayer or LstmNodeKind.ProjectedRowLayer;

    /// <summary>The use of its projection.</summary>
    internal int Projection => Use + (TakesRows ? 3 : 1);

    /// <summary>Behind its last use.</summary>
    internal int EndOfUses => Use + (Resets ? 5 : TakesRows ? 3 : HasUse ? 1 : 0) + (Projects ? 1 : 0);

    /// <summary>Whether states of a step are mixed with those before.</summary>
    internal bool Zones => HiddenZoneout > 0 || CellZoneout > 0;

    /// <summary>Whether it has kernels.</summary>
    internal bool HasUse => Recurs || Kind == LstmNodeKind.Dense;

    /// <summary>Whether it reads two nodes.</summary>
    internal bool Merges => Kind is >= LstmNodeKind.Concat and <= LstmNodeKind.Average;

    /// <summary>Whether it makes one row of all steps of a sequence.</summary>
    internal bool Pools => Kind >= LstmNodeKind.Last;

    /// <summary>Floats from one row to the next.</summary>
    internal int Stride => LstmStateLayout.Round16(Width);

    internal bool ReadsNode(int node) => Reads == node || (Merges && With == node);
}
