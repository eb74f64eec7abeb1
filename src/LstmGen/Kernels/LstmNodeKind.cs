using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>What a node of a network does with rows of values.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum LstmNodeKind
{
    /// <summary>A recurrent layer.</summary>
    Layer,

    /// <summary>A recurrent layer whose outputs the use after its own projects.</summary>
    ProjectedLayer,

    /// <summary>A recurrent layer whose cell takes sums by rows: three uses, the sums over the inputs, those over h, and the cell.</summary>
    RowLayer,

    /// <summary>The same, whose outputs a fourth use projects.</summary>
    ProjectedRowLayer,

    /// <summary>A layer whose cell takes sums by rows, one of them over what a part of the cell gives: five uses, the sums over the inputs, those over h, that part, its sum and the rest of the cell.</summary>
    ResetRowLayer,

    /// <summary>A layer without memory: all rows and steps at once.</summary>
    Dense,

    /// <summary>Each sequence from its own end to its start.</summary>
    Reverse,

    /// <summary>exp(x) over the sum of exp(x) of a row.</summary>
    Softmax,

    /// <summary>Values of one node, then those of another.</summary>
    Concat,

    /// <summary>The sum of two nodes.</summary>
    Sum,

    /// <summary>The product of two nodes.</summary>
    Multiply,

    /// <summary>Half the sum of two nodes.</summary>
    Average,

    /// <summary>The last step of each sequence: one row of all steps, as the following.</summary>
    Last,

    /// <summary>The mean of the steps of each sequence.</summary>
    Mean,

    /// <summary>The largest of the steps of each sequence, value by value.</summary>
    Max,
}
