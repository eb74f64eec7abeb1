using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>How one row goes through the units of a layer.</summary>
/// <param name="Tiles">Units whose sums are in registers together.</param>
/// <param name="Turns">Whether steps go through the tiles in turn forwards and backwards.</param>
/// <param name="InlinesCell">
/// Whether the cell follows the sums in the same method, which is where it is written once. Elsewhere the sums go through scratch to the
/// cell kernel that batches use.
/// </param>
internal sealed record StreamPlan(EquatableArray<Tile> Tiles, bool Turns, bool InlinesCell)
{
    /// <summary>Whether a step reads all of h before it writes any: one tile.</summary>
    internal bool InPlace => Tiles.Count == 1 && Tiles[0].Trips == 1;
}
