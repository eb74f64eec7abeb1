using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>What an entry point runs for each tile of units, stage after stage.</summary>
/// <param name="Tiles">Units whose sums belong together, in the order of memory.</param>
/// <param name="Turns">
/// Whether steps go through the tiles in turn forwards and backwards. What was read last is then read first: with weights larger than a cache,
/// a cache that keeps what was used last would otherwise keep nothing of use.
/// </param>
/// <param name="Stages">The stages.</param>
internal sealed record Schedule(EquatableArray<Tile> Tiles, bool Turns, EquatableArray<Stage> Stages)
{
    /// <summary>Whether a step reads all of h before it writes any: one tile.</summary>
    internal bool InPlace => Tiles.Count == 1 && Tiles[0].Trips == 1;

    internal ProductStage Products => Stages.OfType<ProductStage>().Single();

    internal CellStage Cell => Stages.OfType<CellStage>().Single();
}

/// <summary>Part of what a tile goes through.</summary>
internal abstract record Stage;

/// <summary>Sums of products with weights.</summary>
/// <param name="Reads">What the weights are multiplied with.</param>
/// <param name="OneLoop">Whether inputs and hidden units pass through the same loop.</param>
/// <param name="Unroll">Rows of weights that a trip of a loop takes; null for straight-line code.</param>
internal sealed record ProductStage(Reads Reads, bool OneLoop, int? Unroll) : Stage;

/// <summary>From sums and states to states.</summary>
/// <param name="InRegisters">
/// Whether it follows the sums in the same method, which is where it is written once. Elsewhere sums go through scratch to a kernel of their own.
/// </param>
/// <param name="ConstantsFirst">
/// Whether its constants are loaded before the sums. With many registers they come after: before, they would take registers that the sums need.
/// With 16 they are in memory either way, and (1, 8) was 9 % slower.
/// </param>
internal sealed record CellStage(bool InRegisters, bool ConstantsFirst) : Stage;

/// <summary>What sums begin with and run over.</summary>
internal enum Reads
{
    /// <summary>From the bias over the inputs.</summary>
    Inputs,

    /// <summary>From projected inputs over the hidden units.</summary>
    Hidden,

    /// <summary>From the bias over inputs and hidden units.</summary>
    InputsAndHidden,
}
