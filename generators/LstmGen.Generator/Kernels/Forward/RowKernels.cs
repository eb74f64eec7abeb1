using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Forward;

/// <summary>
/// A step of several rows: sums of a panel for groups of rows into scratch, then the cell over that scratch.
/// Panels are outside and rows inside, so that weights are read from far away once for all rows.
/// </summary>
internal sealed class RowKernels(LayerPlan plan, Cell cell)
{
    /// <summary>The plain step, its cells and its sums.</summary>
    internal IEnumerable<Method> Methods(CellStep step) =>
    [
        Step(
            "/// <inheritdoc/>", "Batch", ["ref float h", "ref float y", "ref float c"],
            (panel, unit) => new(CellKernel.Name(panel), [At("z"), .. plan.HasCellState ? [At("c", unit)] : (Argument[])[], At("y", unit), plan.OutputStride, "count"]),
            [
                .. plan.Layer.Recurrence == 0 ? [] : ((string, int)[])[("h", plan.RecurrenceStride)], ("y", plan.OutputStride),
                .. plan.HasCellState ? [("c", plan.Stride)] : ((string, int)[])[],
            ]),
        .. plan.Batch.Tiles.Select(tile => CellKernel.Of(step, plan.Layer.Hidden, tile.Panels[0], plan.Machine)),
        .. new SumKernels(plan, cell).Methods(),
    ];

    /// <summary>A step of several rows: for each panel the sums of all rows, then a cell.</summary>
    /// <param name="comment">Lines above the method.</param>
    /// <param name="name">The method.</param>
    /// <param name="parameters">Its parameters between z and rows.</param>
    /// <param name="cellCall">The call of the cell of a panel from a unit on, without the weights of units.</param>
    /// <param name="perRow">Parameters that advance with the rows, and their strides.</param>
    internal Method Step(
        string comment, string name, string[] parameters, Func<Panel, Offset, Call> cellCall, params (string Name, int Stride)[] perRow)
        => new(comment, name, ["ref float w", "ref float x", "nint xStride", "ref float z", .. parameters, "int rows"],
        [
            new Block("while (rows > 0)",
            [
                new Integers("int count = Math.Min(rows, LstmRows.Block);"),
                new LetRef("wk", "w"),
                .. plan.Batch.Tiles.SelectMany(tile => OneTile(tile, cellCall)),
                Blank,
                Advance("x", "count * xStride"),
                .. perRow.Select(each => Advance(each.Name, new Offset(0, "count", each.Stride))),
                new Integers("rows -= count;"),
            ]),
        ])
        { Public = true };

    private IEnumerable<Statement> OneTile(Tile tile, Func<Panel, Offset, Call> cellCall)
    {
        Panel panel = tile.Panels[0];
        int end = tile.FirstUnit + (tile.Trips * panel.Width);
        Offset unit = tile.Trips > 1 ? "unit" : tile.FirstUnit;
        Place x = !plan.Layer.Projected ? At("x") : At("x", tile.Trips > 1 ? new Offset(0, "unit", plan.Gates) : plan.Gates * tile.FirstUnit);
        Call call = cellCall(panel, unit);
        return
        [
            Blank,
            new Comment(Words.Units(tile.FirstUnit, Math.Min(end, plan.Layer.Hidden) - 1)),
            new Block(tile.Trips > 1 ? $"for (nint unit = {tile.FirstUnit}; unit < {end}; unit += {panel.Width})" : null,
            [
                .. plan.Chains == 2 ? Both(panel, x) : Sums(panel, x),
                .. cell.Vectors.Count == 0 ? [call] : (Statement[])
                [
                    call with { Arguments = [.. call.Arguments, At("wk"), 0] },
                    Advance("wk", plan.VectorFloats(panel)),
                ],
            ]),
        ];
    }

    /// <summary>The sums of one panel, block after block of its weights; the first starts from the bias, or from sums at <paramref name="x"/>.</summary>
    private IEnumerable<Statement> Sums(Panel panel, Place x) => plan.Layer.Projected ?
    [
        new LetRef("wx", At("wk", panel.RowFloats * (1 + plan.Layer.Input))),
        .. Blocks(panel, "h", plan.RecurrenceStride, plan.Layer.Recurrence, (x, "xStride")),
        new SetRef("wk", "wx"),
    ] :
    [
        new LetRef("wx", At("wk", panel.RowFloats)),
        .. Blocks(panel, "x", "xStride", plan.Layer.Input, (At("wk"), 0)),
        .. Blocks(panel, "h", plan.RecurrenceStride, plan.Layer.Recurrence, null),
        new SetRef("wk", "wx"),
    ];

    /// <summary>The terms of inputs or hidden units: blocks of equal depth are a loop where there are several, then the rest.</summary>
    private IEnumerable<Statement> Blocks(Panel panel, string source, Argument stride, int count, (Place From, Argument Stride)? start)
    {
        int first = start is null ? 0 : Math.Min(LayerPlan.DepthBlock, count);
        int blocks = (count - first) / LayerPlan.DepthBlock;
        int looped = blocks > LayerPlan.DepthCopies ? first + (blocks * LayerPlan.DepthBlock) : first;
        return
        [
            .. start is { } sums ? OneBlock(sums.From, sums.Stride, 0, first) : [],
            .. looped == first ? [] : (Statement[])
                [new Block($"for (nint k = {first}; k < {looped}; k += {LayerPlan.DepthBlock})", [.. OneBlock(At("z"), panel.RowFloats, "k", LayerPlan.DepthBlock)])],
            .. Enumerable.Range(0, (count - looped + LayerPlan.DepthBlock - 1) / LayerPlan.DepthBlock).Select(block => looped + (block * LayerPlan.DepthBlock))
                .SelectMany(at => OneBlock(At("z"), panel.RowFloats, at, Math.Min(LayerPlan.DepthBlock, count - at))),
        ];

        IEnumerable<Statement> OneBlock(Place from, Argument fromStride, Offset at, int depth) =>
        [
            new Call($"Sum{panel.Width}", from, fromStride, At("wx"), At(source, at), stride, At("z"), panel.RowFloats, depth, "count"),
            .. depth == 0 ? [] : (Statement[])[Advance("wx", depth * panel.RowFloats)],
        ];
    }

    private IEnumerable<Statement> Both(Panel panel, Place x) =>
    [
        new Integers("int left = count;"),
        new LetRef("xk", x),
        new LetRef("hk", "h"),
        new LetRef("zk", "z"),
        .. RowCover.Loops(plan.RowTiles(panel, 2), "left", rows =>
        [
            rows == 1 ? new Call($"Both{rows}x{panel.Width}", At("wk"), At("xk"), At("hk"), At("zk"))
                : new Call($"Both{rows}x{panel.Width}", At("wk"), At("xk"), "xStride", At("hk"), At("zk")),
            Advance("xk", RowCover.Times(rows, "xStride")),
            Advance("hk", RowCover.Times(rows, $"{plan.RecurrenceStride}")),
            Advance("zk", RowCover.Times(rows, $"{panel.RowFloats}")),
        ]),
        Advance("wk", plan.SumFloats(panel)),
    ];
}
