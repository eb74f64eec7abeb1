using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Training;

/// <summary>
/// The tiles of a sum of outer products: w[m] += the sum over rows of a[row][m] g[row], for some m and some vectors of
/// columns. Sums continue from what is stored, so that blocks of rows change no bit.
/// </summary>
/// <param name="machine">The instruction set.</param>
/// <param name="heights">Terms of the tiles, most first.</param>
/// <param name="vectors">Vectors of columns.</param>
/// <param name="columnStride">Floats between rows of g.</param>
/// <param name="sumStride">Floats between rows of w.</param>
internal sealed class OuterTiles(Machine machine, EquatableArray<int> heights, int vectors, int columnStride, int sumStride)
{
    private readonly int _lanes = machine.Lanes;

    /// <summary>Every tile, and the loop that covers any number of terms with them.</summary>
    internal IEnumerable<Method> Methods() => [Loop(), .. heights.Select(Tile)];

    private string Name(int terms) => $"Outer{terms}x{vectors * _lanes}";

    private Method Loop() => new(
        $"// w [terms, {vectors * _lanes}] += the sum over rows of a [rows, terms] transposed times g [rows, {vectors * _lanes}].", "Outer",
        ["ref float a", "nint aStride", "ref float g", "ref float w", "int terms", "nint rows"],
        [
            .. heights.Select(terms => new Block($"for (; terms >= {terms}; terms -= {terms})",
            [
                new Call(Name(terms), At("a"), "aStride", At("g"), At("w"), "rows"),
                Advance("a", terms),
                Advance("w", terms * sumStride),
            ])),
        ]);

    private Method Tile(int terms)
    {
        var tile = new TileProduct(
            terms, Column.Row("g", vectors, _lanes, columnStride), (term, vector) => $"s{term}_{vector}", new("g", machine.VectorsPerLoad));
        int together = machine.ScalarsPerLoad > 0 && terms % machine.ScalarsPerLoad == 0 ? machine.ScalarsPerLoad : 1;
        Place Sum(int term, int vector) => At("w", (term * sumStride) + (vector * _lanes));
        return new(
            "", Name(terms), ["ref float a", "nint aStride", "ref float g", "ref float w", "nint rows"],
            [
                .. tile.Start((term, vector) => new Load(Sum(term, vector), _lanes)),
                Blank,
                new Block("for (; rows > 0; rows--)",
                [
                    .. tile.Scalars("a", term => At("a", term), together).Where((_, term) => term % together == 0),
                    .. tile.Term(0, term => $"a{term / together * together}", together > 1 ? term => term % together : null),
                    Advance("a", "aStride"),
                    .. tile.Advance(1),
                ]),
                Blank,
                .. tile.End((term, vector, sum) => new Store(sum, Sum(term, vector), _lanes)),
            ]);
    }
}
