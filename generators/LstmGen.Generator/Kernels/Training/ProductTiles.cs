using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Training;

/// <summary>
/// The tiles of a product: z[row] += the sum over k of s[row][k] b[k], for some vectors of columns. Each call is one
/// chain of every sum: it starts at zero and is added to z when it is complete.
/// </summary>
/// <param name="machine">The instruction set.</param>
/// <param name="rows">Heights of the tiles of several rows, tallest first.</param>
/// <param name="scalarStride">Floats between rows of s.</param>
/// <param name="columnStride">Floats between rows of b for a number of columns.</param>
internal sealed class ProductTiles(Machine machine, EquatableArray<int> rows, int scalarStride, Func<int, int> columnStride)
{
    private readonly int _lanes = machine.Lanes;

    /// <summary>Heights of the tiles, tallest first.</summary>
    internal int[] Heights { get; } = [.. rows, 1];

    /// <summary>The call of a tile; of one chain where it has one row.</summary>
    internal Call Tile(int rows, int vectors, Place b, Place s, Place z, Argument zStride, Argument depth)
        => rows == 1 ? Row(1, vectors, b, s, z, depth) : new(Name(rows, vectors), b, s, z, zStride, depth);

    internal Call Row(int chains, int vectors, Place b, Place s, Place z, Argument depth) => new(RowName(chains, vectors), b, s, z, depth);

    /// <summary>Every tile of several rows.</summary>
    internal IEnumerable<Method> Methods(int vectors) => rows.Select(height => Rows(height, vectors));

    private Method Rows(int rows, int vectors)
    {
        var tile = new TileProduct(
            rows, Column.Row("b", vectors, _lanes, columnStride(vectors * _lanes)), (row, vector) => $"a{row}_{vector}", new("w", machine.VectorsPerLoad));
        return new(
            $"// z [{rows}, {vectors * _lanes}] += s [{rows}, depth] b [depth, {vectors * _lanes}]: one chain a sum.", Name(rows, vectors),
            ["ref float b", "ref float s", "ref float z", "nint zStride", "nint depth"],
            [
                .. Enumerable.Range(1, rows - 1).Select(row => new LetRef(Source(row), At(Source(row - 1), scalarStride))),
                .. tile.Start((_, _) => Zero(_lanes)),
                Blank,
                .. tile.AnyTerms("v", Source, machine, declares: true),
                Blank,
                .. tile.Each((row, vector) => AddTo(vector, new Local(tile.Sum(row, vector))), Advance("z", "zStride")),
            ]);
    }

    /// <summary>One row: several chains of the same length side by side, added one after another.</summary>
    /// <param name="chains">Number of chains.</param>
    /// <param name="vectors">Vectors of columns.</param>
    /// <param name="scalarStep">Floats between the scalars of the chains.</param>
    /// <param name="columnStep">Floats between the first rows of b of the chains.</param>
    internal Method Chains(int chains, int vectors, int scalarStep, int columnStep)
    {
        TileProduct[] tiles = [.. Enumerable.Range(0, chains).Select(chain => new TileProduct(
            1, Column.Row($"b{chain}", vectors, _lanes, columnStride(vectors * _lanes)), (_, vector) => $"a{chain}_{vector}", VectorLoads.InPlace))];
        return new(
            $"// z [{vectors * _lanes}] += s [depth] b [depth, {vectors * _lanes}], {Words.Count(chains, "chain")} side by side.", RowName(chains, vectors),
            ["ref float b0", "ref float s0", "ref float z", "nint depth"],
            [
                .. Enumerable.Range(1, chains - 1).SelectMany(chain => new[]
                {
                    new LetRef($"s{chain}", At($"s{chain - 1}", scalarStep)),
                    new LetRef($"b{chain}", At($"b{chain - 1}", columnStep)),
                }),
                .. tiles.SelectMany(tile => tile.Start((_, _) => Zero(_lanes))),
                Blank,
                new Block("for (nint k = 0; k < depth; k++)",
                [
                    .. tiles.SelectMany((tile, chain) => (IEnumerable<Statement>)
                    [
                        new Let(new($"v{chain}"), new Splat(At($"s{chain}", "k"), _lanes)),
                        .. tile.Term(0, _ => $"v{chain}"),
                        .. tile.Advance(1),
                    ]),
                ]),
                Blank,
                .. Enumerable.Range(0, vectors).Select(vector => AddTo(vector, [.. tiles.Select(tile => new Local(tile.Sum(0, vector)))])),
            ]);
    }

    private Store AddTo(int vector, params Value[] terms)
    {
        Place z = At("z", vector * _lanes);
        return new(terms.Aggregate((Value)new Load(z, _lanes), (sum, term) => Add(sum, term, _lanes)), z, _lanes);
    }

    private string Name(int rows, int vectors) => $"Product{rows}x{vectors * _lanes}";

    private string RowName(int chains, int vectors) => $"ProductRow{chains}x{vectors * _lanes}";

    private static string Source(int row) => row == 0 ? "s" : $"s{row}";
}
