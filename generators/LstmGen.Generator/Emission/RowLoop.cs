namespace LstmGen.Generator.Emission;

/// <summary>How any number of rows is covered by tiles of a few heights.</summary>
internal static class RowLoop
{
    /// <summary>
    /// The head of the loop over one height, tallest first. Where two tiles of the next height remain, they are taken instead of a tall one
    /// and a rest: a tile of one or two rows waits for its own sums.
    /// </summary>
    internal static string Of(IEnumerable<int> tiles, int tile, string left)
    {
        int next = tiles.Where(other => other < tile).DefaultIfEmpty(0).Max();
        return tile == 1
            ? $"for (; {left} > 0; {left}--)"
            : $"for (; {left} >= {tile}{(2 * next > tile ? $" && {left} != {2 * next}" : "")}; {left} -= {tile})";
    }
}
