using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Forward;

/// <summary>Matrix products of several rows with the weights of a panel.</summary>
internal sealed class SumKernels(LayerPlan plan, Cell cell)
{
    internal IEnumerable<Method> Methods() => [.. Kinds().SelectMany(Methods), .. plan.Hoists ? [Project()] : (Method[])[]];

    /// <summary>Panels that differ in their sums: padding does not matter to those.</summary>
    private IEnumerable<Panel> Kinds() => plan.Panels.GroupBy(panel => (panel.Lanes, panel.Vectors)).Select(group => group.First());

    private IEnumerable<Method> Methods(Panel panel) =>
    [
        .. plan.Chains == 2 ? plan.RowTiles(panel, 2).Select(rows => Both(panel, rows)) : [],
        .. plan.Chains == 1 || plan.Hoists ? [Rows(panel), .. plan.RowTiles(panel, 1).Select(rows => Tile(panel, rows))] : (Method[])[],
    ];

    /// <summary>Inputs and hidden units of some rows in one, for sums of two chains.</summary>
    private Method Both(Panel panel, int rows)
    {
        var tile = new SumTile(plan, cell, new Tile(new([panel]), 1), rows, plan.BatchProducts(rows));
        return new(
            $"// z [{rows}, {panel.RowFloats}]: pre-activations of {Words.Count(rows, "row")} of x [{rows}, {(plan.Layer.Projected ? panel.RowFloats : plan.Layer.Input)}] and h [{rows}, {plan.Stride}], for {panel.Width} units x {panel.Gates} gates.",
            $"Both{rows}x{panel.Width}",
            ["ref float w", "ref float x", .. rows > 1 ? ["nint xStride"] : (string[])[], "ref float h", "ref float z"],
            [
                .. Enumerable.Range(1, rows - 1).Select(row => new LetRef(SumTile.InputRow(row), At(SumTile.InputRow(row - 1), "xStride"))),
                .. tile.Sums(),
                .. tile.Stored(),
            ]);
    }

    private Method Rows(Panel panel) => new(
        $"// z [rows, {panel.RowFloats}] = from [rows, {panel.RowFloats}] + s [rows, depth] w [depth, {panel.RowFloats}], for {panel.Width} units x {panel.Gates} gates.", $"Sum{panel.Width}",
        ["ref float from", "nint fromStride", "ref float w", "ref float s", "nint sStride", "ref float z", "nint zStride", "int depth", "int rows"],
        [
            .. RowCover.Loops(plan.RowTiles(panel, 1), "rows", rows =>
            [
                rows == 1 ? new Call($"Sum{rows}x{panel.Width}", At("from"), At("w"), At("s"), At("z"), "depth")
                    : new Call($"Sum{rows}x{panel.Width}", At("from"), "fromStride", At("w"), At("s"), "sStride", At("z"), "zStride", "depth"),
                .. new[] { "from", "s", "z" }.Select(name => Advance(name, RowCover.Times(rows, $"{name}Stride"))),
            ]),
        ]);

    /// <summary>Sums continue from what another tile left, so that blocks of terms change no bit.</summary>
    private Method Tile(Panel panel, int rows)
    {
        var tile = new TileProduct(
            rows, Column.Row("w", panel.RowVectors, panel.Lanes, panel.RowFloats),
            (row, column) => $"{cell.Sums[column / panel.Vectors]}{(row * panel.Vectors) + (column % panel.Vectors)}",
            new("w", plan.Machine.VectorsPerLoad));
        return new(
            "", $"Sum{rows}x{panel.Width}",
            rows == 1 ? ["ref float from", "ref float w", "ref float s", "ref float z", "nint depth"]
                : ["ref float from", "nint fromStride", "ref float w", "ref float s", "nint sStride", "ref float z", "nint zStride", "nint depth"],
            [
                .. tile.Each(
                    (row, column) => new Let(new(tile.Sum(row, column)), new Load(At("from", column * panel.Lanes), panel.Lanes), panel.Lanes),
                    Advance("from", "fromStride")),
                .. Enumerable.Range(1, rows - 1).Select(row => new LetRef(Source(row), At(Source(row - 1), "sStride"))),
                Blank,
                .. tile.AnyTerms("v", Source, plan.Machine, plan.SumUnroll),
                Blank,
                .. tile.Each(
                    (row, column) => new Store(new Local(tile.Sum(row, column)), At("z", column * panel.Lanes), panel.Lanes), Advance("z", "zStride")),
            ]);
    }

    private Method Project() => new(
        $"// z [rows, {plan.Gates * plan.Stride}]: bias and input part of the pre-activations of x [rows, {plan.Layer.Input}].", "Project",
        ["ref float w", "ref float x", "nint xStride", "ref float z", "int rows"],
        [
            new LetRef("wk", "w"),
            new LetRef("zk", "z"),
            .. plan.Batch.Tiles.SelectMany(tile =>
            {
                Panel panel = tile.Panels[0];
                Statement[] one =
                [
                    new Call(
                        $"Sum{panel.Width}", At("wk"), 0, At("wk", panel.RowFloats), At("x"), "xStride", At("zk"), panel.Gates * plan.Stride, plan.Layer.Input, "rows"),
                    Advance("wk", plan.PanelFloats(panel)),
                    Advance("zk", panel.RowFloats),
                ];
                return tile.Trips > 1 ? [new Block($"for (int panel = 0; panel < {tile.Trips}; panel++)", one)] : one;
            }),
        ]);

    private static string Source(int row) => row == 0 ? "s" : $"s{row}";
}
