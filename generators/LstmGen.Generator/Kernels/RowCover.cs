using LstmGen.Generator.Kernels.Form;

namespace LstmGen.Generator.Kernels;

/// <summary>How any number of rows is covered by tiles of a few heights, tallest first.</summary>
internal static class RowCover
{
    internal static IEnumerable<Statement> Loops(IEnumerable<int> heights, string left, Func<int, IReadOnlyList<Statement>> tile)
        => heights.Select(height => new Block(Head(heights, height, left), tile(height)));

    internal static string Times(int rows, string stride) => rows == 1 ? stride : $"{rows} * {stride}";

    /// <summary>
    /// The head of the loop over one height. Where two tiles of the next height remain, they are taken instead of a tall one and a rest: a tile
    /// of one or two rows waits for its own sums.
    /// </summary>
    private static string Head(IEnumerable<int> heights, int height, string left)
    {
        int next = heights.Where(other => other < height).DefaultIfEmpty(0).Max();
        return height == 1
            ? $"for (; {left} > 0; {left}--)"
            : $"for (; {left} >= {height}{(2 * next > height ? $" && {left} != {2 * next}" : "")}; {left} -= {height})";
    }
}
