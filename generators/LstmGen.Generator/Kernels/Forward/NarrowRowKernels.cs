using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Forward;

/// <summary>
/// Several rows by weights of integers: rows are rounded, then panel after panel tiles of a few rows take all terms, and what follows the sums comes in the same method.
/// </summary>
internal sealed class NarrowRowKernels(LayerPlan plan)
{
    internal IEnumerable<Method> Methods(CellStep step) => Methods(
        "Batch", "", ["ref float h", "ref float y", "ref float c"], [("y", plan.OutputStride)], step.After, single: true,
        (panel, vector) => CellKernel.OneVector(
            step, plan.Layer.Hidden, panel.Lanes, panel, vector, sum => new Local(step.Cell.Sums[sum]), At("y"), At("y", vector * panel.Lanes), At("w")));

    /// <summary>A kernel of several rows and its tiles.</summary>
    /// <param name="name">The kernel.</param>
    /// <param name="prefix">What names of tiles begin with.</param>
    /// <param name="parameters">Its parameters between z and rows.</param>
    /// <param name="results">What it writes, and the floats between rows of each.</param>
    /// <param name="constants">Graphs whose constants the tiles declare.</param>
    /// <param name="single">Whether one row takes the step.</param>
    /// <param name="end">What becomes of the sums of a vector of units, in locals of their names.</param>
    internal IEnumerable<Method> Methods(
        string name, string prefix, string[] parameters, (string Name, int Stride)[] results, Node[] constants, bool single, Func<Panel, int, IEnumerable<Statement>> end) =>
    [
        new("/// <inheritdoc/>", name, ["ref float w", "ref float x", "nint xStride", "ref float z", .. parameters, "int rows"],
        [
            .. single ? [new Block("if (rows == 1)", [new Call("Step", At("w"), At("x"), At("z"), At("h"), At("y"), At("c"), "false"), new Integers("return;")]), Blank] : (Statement[])[],
            new Block("while (rows > 0)",
            [
                new Integers("int count = Math.Min(rows, LstmRows.Block);"),
                NarrowSums.Round(plan, At("x"), "xStride", At("z"), "count"),
                new LetRef("wk", "w"),
                .. plan.Batch.Tiles.SelectMany(tile => OneTile(tile, prefix, results)),
                Blank,
                Advance("x", "count * xStride"),
                .. results.Select(each => Advance(each.Name, new Offset(0, "count", each.Stride))),
                new Integers("rows -= count;"),
            ]),
        ])
        { Public = true },
        .. plan.Batch.Tiles.SelectMany(tile => plan.RowTiles(tile.Panels[0], 1).Select(rows => Tile(tile.Panels[0], rows, prefix, results, constants, end))),
    ];

    private IEnumerable<Statement> OneTile(Tile tile, string prefix, (string Name, int Stride)[] results)
    {
        Panel panel = tile.Panels[0];
        int last = tile.FirstUnit + (tile.Trips * panel.Width);
        return
        [
            Blank,
            new Comment(Words.Units(tile.FirstUnit, Math.Min(last, plan.Layer.Hidden) - 1)),
            new Block(tile.Trips > 1 ? $"for (nint unit = {tile.FirstUnit}; unit < {last}; unit += {panel.Width})" : null,
            [
                new Integers("int left = count;"),
                new LetRef("zk", "z"),
                .. results.Select(each => new LetRef($"{each.Name}k", At(each.Name, tile.Trips > 1 ? "unit" : tile.FirstUnit))),
                .. RowCover.Loops(plan.RowTiles(panel, 1), "left", rows =>
                [
                    new Call(Name(panel, rows, prefix), [At("wk"), At("zk"), .. results.Select(each => (Argument)At($"{each.Name}k"))]),
                    Advance("zk", rows * plan.NarrowStride),
                    .. results.Select(each => Advance($"{each.Name}k", rows * each.Stride)),
                ]),
                Advance("wk", plan.PanelFloats(panel)),
            ]),
        ];
    }

    private Method Tile(Panel panel, int rows, string prefix, (string Name, int Stride)[] results, Node[] constants, Func<Panel, int, IEnumerable<Statement>> end)
    {
        var product = new TileProduct(
            rows, Column.Row("wk", panel.RowVectors, panel.Lanes, panel.RowFloats),
            (row, column) => $"{plan.Cell.Sums[column / panel.Vectors]}{(row * panel.Vectors) + (column % panel.Vectors)}", new("w", 1))
        { Together = plan.Layer.TermsTogether };
        int unroll = plan.Batch.Products.Unroll ?? 1, looped = plan.Layer.Groups / unroll * unroll;
        IEnumerable<Statement> Terms(int first, int count) => Enumerable.Range(0, count).Select(k => new Block(null,
        [
            .. product.Scalars("v", row => At(NarrowSums.Rows, (row * plan.NarrowStride) + first + k)), .. product.Term(k, row => $"v{row}"),
        ]));
        return new(
            $"// Sums of {Words.Count(panel.Units, "unit")} x {panel.Gates} for {Words.Count(rows, "row")} of rounded inputs q [{rows}, {plan.NarrowStride}], and what becomes of them.", Name(panel, rows, prefix),
            ["ref float w", $"ref float {NarrowSums.Rows}", .. results.Select(each => $"ref float {each.Name}")],
            [
                new LetRef("wk", "w"),
                .. product.Start((row, column) => row > 0 ? new Local(product.Sum(0, column)) : NarrowSums.Start(plan, product.Columns[column])),
                .. product.Advance(plan.Layer.LeadRows),
                .. Enumerable.Range(0, rows).Select(row => NarrowSums.Scale(plan, At(NarrowSums.Rows, row * plan.NarrowStride), panel.Lanes, $"{row}")),
                Blank,
                .. looped == 0 ? [] : (Statement[])
                    [new Block($"for (int k = 0; k < {looped}; k += {unroll})", [.. Terms(0, unroll), .. product.Advance(unroll), Advance(NarrowSums.Rows, unroll)])],
                .. Terms(0, plan.Layer.Groups - looped),
                .. Elementwise.Constants(panel.Lanes, constants),
                .. Enumerable.Range(0, rows).SelectMany(row => Row(row)),
            ]);

        IEnumerable<Statement> Row(int row) =>
        [
            Blank,
            .. Enumerable.Range(0, panel.Vectors).Select(vector => new Block(null,
            [
                .. plan.Cell.Sums.Select((name, sum) => new Let(new(name), NarrowSums.Scaled(
                    At("w", (sum * panel.Width) + (vector * panel.Lanes)), panel, new Local($"{name}{(row * panel.Vectors) + vector}"), panel.Lanes, $"{row}"))),
                .. end(panel, vector),
            ])),
            .. row < rows - 1 ? results.Select(each => Advance(each.Name, each.Stride)) : [],
        ];
    }

    private static string Name(Panel panel, int rows, string prefix) => $"{prefix}Rows{rows}x{panel.Width}{(panel.Padded ? "Padded" : "")}";
}
