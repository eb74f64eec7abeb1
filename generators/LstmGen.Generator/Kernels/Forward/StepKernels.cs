using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Forward;

/// <summary>Steps of one row, tile by tile: from inputs and h, and from projected inputs and h.</summary>
internal sealed class StepKernels(LayerPlan plan, CellStep step)
{
    private readonly int _gates = plan.Gates;

    internal IEnumerable<Method> Methods()
    {
        yield return Steps(
            "// Steps of one sequence: from the bias over inputs and hidden units to h, tile by tile.", "Fused",
            ["ref float wFirst", "ref float x", "nint xStride", "ref float zFirst"], plan.Step, tile => tile.All(),
            [new LetRef("x0", "x")], Advance("x0", "xStride"), scratch: !plan.Step.InlinesCell);
        if (plan.Hoists)
        {
            yield return Steps(
                "// The same from projected inputs: z holds bias plus input part of every step.", "Recur",
                ["ref float wFirst", "ref float zFirst"], plan.Recurrence, tile => tile.FromProjected(),
                [], Advance("zFirst", _gates * plan.Stride), scratch: true);
        }
    }

    private Method Steps(
        string comment, string name, string[] parameters, StreamPlan stream, Func<SumTile, IEnumerable<Statement>> sums,
        Statement[] start, Statement next, bool scratch)
        => new(comment, name, [.. parameters, "ref float hBefore", "ref float yFirst", "ref float cFirst", "int steps", .. stream.Turns ? ["bool fromEnd"] : (string[])[]],
        [
            .. start,
            .. stream.InlinesCell && !plan.ConstantsAfterSums ? Elementwise.Constants(plan.WidestLanes, step.After) : [],
            new LetRef("h", "hBefore"),
            new LetRef("yStep", "yFirst"),
            Blank,
            new Block("for (int t = 0; t < steps; t++)",
            [
                .. stream.Turns ? InTurn(stream, sums, scratch) : InOrder(stream, sums, scratch),
                Blank,
                new SetRef("h", "yStep"),
                Advance("yStep", plan.Stride),
                next,
            ]),
        ]);

    private IEnumerable<Statement> InOrder(StreamPlan stream, Func<SumTile, IEnumerable<Statement>> sums, bool scratch)
    {
        int first = 0;
        foreach (Tile tile in stream.Tiles)
        {
            yield return new Comment(UnitRange(tile));
            yield return new Block(
                tile.Trips > 1 ? $"for (int tile = {first}; tile < {first + tile.Trips}; tile++)" : null, [.. OneTile(stream, tile, first, sums, scratch)]);
            first += tile.Trips;
        }
    }

    /// <summary>
    /// The tiles forwards in one step and backwards in the next. What was read last is then read first: with weights larger than a
    /// cache, a cache that keeps what was used last would otherwise keep nothing of use.
    /// </summary>
    private IEnumerable<Statement> InTurn(StreamPlan stream, Func<SumTile, IEnumerable<Statement>> sums, bool scratch)
    {
        int tiles = stream.Tiles.Sum(tile => tile.Trips);
        var body = new List<Statement> { new Integers($"int tile = fromEnd ? {tiles - 1} - index : index;") };
        int first = 0;
        foreach (Tile tile in stream.Tiles)
        {
            bool last = first + tile.Trips == tiles;
            Statement[] one = [new Comment(UnitRange(tile)), .. OneTile(stream, tile, first, sums, scratch)];
            body.AddRange(first == 0 && last ? one
                : [new Block(first == 0 ? $"if (tile < {tile.Trips})" : last ? "else" : $"else if (tile < {first + tile.Trips})", one)]);
            first += tile.Trips;
        }

        return [new Block($"for (int index = 0; index < {tiles}; index++)", body), Blank, new Integers("fromEnd = !fromEnd;")];
    }

    /// <summary>One tile, or equal ones by their index from <paramref name="first"/> on: refs to its data, its sums, its cell.</summary>
    private IEnumerable<Statement> OneTile(StreamPlan stream, Tile tile, int first, Func<SumTile, IEnumerable<Statement>> sums, bool scratch)
    {
        var one = new SumTile(plan, step.Cell, tile, rows: 1, LayerPlan.StreamUnroll);
        return
        [
            Data("w", "wFirst", plan.Panels.TakeWhile(panel => panel.FirstUnit < tile.FirstUnit).Sum(plan.PanelFloats), tile.Panels.Sum(plan.PanelFloats)),
            Data("c", "cFirst", tile.FirstUnit, tile.Units),
            Data("y", "yStep", tile.FirstUnit, tile.Units),
            .. scratch ? [Data("z", "zFirst", _gates * tile.FirstUnit, _gates * tile.Units)] : (Statement[])[],
            .. sums(one),
            .. stream.InlinesCell ? Inlined(tile, one) : [.. one.Stored(), .. Called(tile)],
        ];

        LetRef Data(string name, string all, int start, int size)
            => new(name, At(all, tile.Trips == 1 ? start : new Offset(start - (first * size), "tile", size)));
    }

    private IEnumerable<Statement> Inlined(Tile tile, SumTile sums)
    {
        if (plan.ConstantsAfterSums)
        {
            yield return Blank;
            foreach (Statement constant in Elementwise.Constants(plan.WidestLanes, step.After))
            {
                yield return constant;
            }
        }

        foreach (Panel panel in tile.Panels)
        {
            for (int vector = 0; vector < panel.Vectors; vector++)
            {
                int first = panel.FirstUnit - tile.FirstUnit;
                int unit = first + (vector * panel.Lanes);
                int last = Math.Min(unit + panel.Lanes, first + panel.Units) - 1;
                int column = vector;
                yield return Blank;
                yield return new Comment($"the cell of {Words.Units(unit, last)}{(tile.Trips > 1 || tile.FirstUnit > 0 ? " of the tile" : "")}");
                yield return new Block(null,
                [
                    .. CellKernel.OneVector(
                        step, plan.WidestLanes, panel, vector, gate => sums.Sum(panel, gate, column), At("c", unit), At("y", unit),
                        At("w", VectorsAt(tile, panel) + (vector * panel.Lanes))),
                ]);
            }
        }
    }

    /// <summary>Calls of the cell that batches use, over the stored sums.</summary>
    private IEnumerable<Statement> Called(Tile tile)
    {
        for (int at = 0, count; at < tile.Panels.Count; at += count)
        {
            Panel panel = tile.Panels[at];
            count = tile.Panels.Skip(at).TakeWhile(panel.SameKind).Count();
            int unit = panel.FirstUnit - tile.FirstUnit;
            yield return new Call(
                CellKernel.Name(panel),
                [
                    At("z", panel.Gates * unit), At("c", unit), At("y", unit), panel.Width, count,
                    .. step.Cell.Vectors.Count == 0 ? [] : (Argument[])[At("w", VectorsAt(tile, panel)), plan.PanelFloats(panel)],
                ]);
        }
    }

    /// <summary>Where a panel's weights of units lie, from the weights of the tile on.</summary>
    private int VectorsAt(Tile tile, Panel panel)
        => tile.Panels.TakeWhile(other => other != panel).Sum(plan.PanelFloats) + plan.SumFloats(panel);

    private string UnitRange(Tile tile)
        => Words.Units(tile.FirstUnit, Math.Min(tile.FirstUnit + (tile.Units * tile.Trips), plan.Layer.Hidden) - 1);
}
