namespace LstmGen.Generator.Specs;

/// <summary>Which equations a layer computes.</summary>
internal enum CellKind
{
    Lstm = 0,

    /// <summary>A layer without recurrence: an activation of a product and a bias.</summary>
    Dense = 1,

    /// <summary>Sums of products as they stand, for a cell that takes them by rows.</summary>
    Sums = 2,

    /// <summary>The gated recurrent unit.</summary>
    Gru = 3,

    /// <summary>The LSTM with exponential gates.</summary>
    Slstm = 4,

    /// <summary>What the candidate of a gated recurrent unit reads, where the reset gate comes before the product: r h.</summary>
    GruReset = 5,

    /// <summary>The rest of such a unit.</summary>
    GruRest = 6,
}
