namespace LstmGen.Generator.Specs;

/// <summary>Which equations a layer computes.</summary>
internal enum CellKind
{
    Lstm = 0,

    /// <summary>A layer without recurrence: an activation of a product and a bias.</summary>
    Dense = 1,
}
