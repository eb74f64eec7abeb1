namespace LstmGen.Generator.Networks;

/// <summary>What a node does with rows of values; the names are those of LstmGen.Kernels.LstmNodeKind.</summary>
internal enum NodeKind
{
    Layer,
    ProjectedLayer,
    RowLayer,
    ProjectedRowLayer,
    ResetRowLayer,
    Dense,
    Reverse,
    Softmax,
    Concat,
    Sum,
    Multiply,
    Average,
    Last,
    Mean,
    Max,
}

/// <summary>One step of a network's work: from rows of values to rows of values.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Reads">What it reads: a node before it, by its index, or <see cref="Network.Inputs"/>.</param>
/// <param name="With">The second node that it reads, of a node of two.</param>
/// <param name="Use">The first use of kernels, of a layer.</param>
/// <param name="State">Which of the recurrent layers it is.</param>
/// <param name="Width">Values of a row.</param>
internal sealed record NetworkNode(NodeKind Kind, int Reads, int With, int Use, int State, int Width)
{
    /// <summary>The buffer of a run that its values go to.</summary>
    internal int Writes { get; init; }

    /// <summary>Whether dropout between layers drops its values for those who read it.</summary>
    internal bool Drops { get; init; }

    /// <summary>How often a unit keeps its h of the step before.</summary>
    internal float HiddenZoneout { get; init; }

    /// <summary>How often a unit keeps its c of the step before.</summary>
    internal float CellZoneout { get; init; }

    internal bool Recurs => Kind <= NodeKind.ResetRowLayer;

    /// <summary>Whether its cell takes sums by rows: its uses are the sums over the inputs, those over h, and the cell.</summary>
    internal bool TakesRows => Kind is NodeKind.RowLayer or NodeKind.ProjectedRowLayer or NodeKind.ResetRowLayer;

    internal bool Projects => Kind is NodeKind.ProjectedLayer or NodeKind.ProjectedRowLayer;

    /// <summary>The use of its projection.</summary>
    internal int Projection => Use + (TakesRows ? 3 : 1);

    internal bool HasUse => Recurs || Kind == NodeKind.Dense;

    internal bool Merges => Kind is >= NodeKind.Concat and <= NodeKind.Average;

    /// <summary>Whether it makes one row of all steps of a sequence.</summary>
    internal bool Pools => Kind >= NodeKind.Last;

    internal bool ReadsNode(int node) => Reads == node || (Merges && With == node);
}
