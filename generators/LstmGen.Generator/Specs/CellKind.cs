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
}
