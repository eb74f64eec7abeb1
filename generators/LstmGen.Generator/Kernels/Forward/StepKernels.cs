using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Forward;

/// <summary>
/// Steps of one row. The refs w, z, y and c of a method are those of its only tile; where there are several they are named so for each tile,
/// and wFirst, zFirst, yFirst and cFirst for the first; so is x where it holds sums.
/// </summary>
internal sealed class StepKernels(LayerPlan plan, CellStep step)
{
    /// <summary>A step alone where sequences have a kernel of their own, or none since steps do not read themselves; else one for both.</summary>
    internal IEnumerable<Method> Methods() => !plan.Layer.ReadsItself ? [OneStep()] : plan.Hoists ? [OneStep(), Recur()] : [Steps()];

    private Method OneStep() => new(
        "/// <inheritdoc/>", "Step",
        [.. Refs(plan.Step, "w"), $"ref float {Source}", .. Refs(plan.Step, "z"), "ref float h", .. Refs(plan.Step, "y", "c"), "bool fromEnd"],
        [.. plan.Layer.IsNarrow ? Rounded(plan, First(plan.Step, "z")) : [], .. Constants(plan.Step), .. Tiles(plan.Step)])
    { Public = true, VectorBytes = plan.VectorBytes(plan.Step) };

    /// <summary>Inputs as integers, which all tiles read.</summary>
    internal static IEnumerable<Statement> Rounded(LayerPlan plan, string z) => [NarrowSums.Round(plan, At("x"), 0, At(z), 1), new LetRef(NarrowSums.Rows, z), Blank];

    private Method Steps()
    {
        bool scratch = !plan.Step.Cell.InRegisters;
        return new(
            $"""
            // Steps of one sequence: from {(plan.Layer.Projected ? $"sums x [steps, {plan.SumRow}] over" : $"the bias over inputs x [steps, {plan.Layer.Input}] and")} hidden units to y [steps, {plan.Stride}], h after each step;
            // c [{plan.Stride}] is replaced{(scratch ? $", z [{plan.Gates * plan.Stride}] is scratch for sums" : "")}.
            """,
            "Steps",
            [
                .. Refs(plan.Step, "w"), $"ref float {Source}", "nint xStride", .. scratch ? Refs(plan.Step, "z") : [], "ref float h", .. Refs(plan.Step, "y", "c"), "int steps",
                .. plan.Step.Turns ? ["bool fromEnd"] : (string[])[],
            ],
            Loop(plan.Step, Advance(Source, "xStride")))
        { VectorBytes = plan.VectorBytes(plan.Step) };
    }

    /// <summary>What steps read: inputs, which all tiles read, or sums, of which each tile has its own.</summary>
    private string Source => plan.Layer.Projected ? First(plan.Step, "x") : "x";

    private Method Recur() => new(
        $"""
        // Steps of one sequence: from projected inputs z [steps, {plan.Gates * plan.Stride}] over hidden units to y [steps, {plan.Stride}], h after each step;
        // c [{plan.Stride}] is replaced.
        """,
        "Recur",
        [.. Refs(plan.Sequence, "w", "z"), "ref float h", .. Refs(plan.Sequence, "y", "c"), "int steps", .. plan.Sequence.Turns ? ["bool fromEnd"] : (string[])[]],
        Loop(plan.Sequence, Advance(First(plan.Sequence, "z"), plan.Gates * plan.Stride)))
    { VectorBytes = plan.VectorBytes(plan.Sequence) };

    private Statement[] Loop(Schedule schedule, Statement next) =>
    [
        .. Constants(schedule),
        new Block("for (int t = 0; t < steps; t++)",
        [
            .. Tiles(schedule),
            Blank,
            .. schedule.Turns ? [new Integers("fromEnd = !fromEnd;")] : (Statement[])[],
            new SetRef("h", First(schedule, "y")),
            Advance(First(schedule, "y"), plan.Stride),
            next,
        ]),
    ];

    internal IEnumerable<Statement> Constants(Schedule schedule)
        => schedule.Cell is { InRegisters: true, ConstantsFirst: true } ? [.. Elementwise.Constants(plan.WidestLanes, step.After), Blank] : [];

    private IEnumerable<Statement> Tiles(Schedule schedule)
    {
        if (schedule.InPlace)
        {
            return OneTile(schedule, schedule.Tiles[0]);
        }

        return schedule.Turns ? InTurn(schedule) : InOrder(schedule);
    }

    private IEnumerable<Statement> InOrder(Schedule schedule)
    {
        int first = 0;
        foreach (Tile tile in schedule.Tiles)
        {
            yield return new Comment(UnitRange(tile));
            yield return new Block(
                tile.Trips > 1 ? $"for (int tile = {first}; tile < {first + tile.Trips}; tile++)" : null, [.. Data(schedule, tile, first), .. OneTile(schedule, tile)]);
            first += tile.Trips;
        }
    }

    /// <summary>Tiles by their index, which goes up or down.</summary>
    private IEnumerable<Statement> InTurn(Schedule schedule)
    {
        int tiles = schedule.Tiles.Sum(tile => tile.Trips);
        var body = new List<Statement> { new Integers($"int tile = fromEnd ? {tiles - 1} - index : index;") };
        int first = 0;
        foreach (Tile tile in schedule.Tiles)
        {
            bool last = first + tile.Trips == tiles;
            Statement[] one = [new Comment(UnitRange(tile)), .. Data(schedule, tile, first), .. OneTile(schedule, tile)];
            body.AddRange(first == 0 && last ? one
                : [new Block(first == 0 ? $"if (tile < {tile.Trips})" : last ? "else" : $"else if (tile < {first + tile.Trips})", one)]);
            first += tile.Trips;
        }

        return [new Block($"for (int index = 0; index < {tiles}; index++)", body)];
    }

    /// <summary>Refs to the data of one tile, or of equal ones by their index from <paramref name="first"/> on.</summary>
    private IEnumerable<Statement> Data(Schedule schedule, Tile tile, int first)
    {
        return Data(
            schedule, Place("w", plan.Panels.TakeWhile(panel => panel.FirstUnit < tile.FirstUnit).Sum(plan.PanelFloats), tile.Panels.Sum(plan.PanelFloats)),
            name => Place(name, FloatsOfUnit(name) * tile.FirstUnit, FloatsOfUnit(name) * tile.Units));

        LetRef Place(string name, int start, int size)
            => new(name, At(First(schedule, name), tile.Trips == 1 ? start : new Offset(start - (first * size), "tile", size)));
    }

    /// <summary>The same of panels from <paramref name="panel"/> on, all before it of full width: a number, or a symbol.</summary>
    internal IEnumerable<Statement> DataFrom(Schedule schedule, Offset panel)
    {
        int width = plan.Panels[0].Width;
        return Data(schedule, Place("w", plan.PanelFloats(plan.Panels[0])), name => Place(name, FloatsOfUnit(name) * width));

        LetRef Place(string name, int size)
            => new(name, At($"{name}First", panel.Symbol is null ? panel.Constant * size : new Offset(0, panel.Symbol, size)));
    }

    private IEnumerable<Statement> Data(Schedule schedule, Statement weights, Func<string, Statement> place)
    {
        bool scratch = !schedule.Cell.InRegisters || (schedule.Products.Reads == Reads.Hidden && !plan.Layer.Projected);
        return
        [
            weights,
            .. plan.HasCellState ? [place("c")] : (Statement[])[],
            place("y"),
            .. plan.Layer.Projected ? [place("x")] : (Statement[])[],
            .. scratch ? [place("z")] : (Statement[])[],
        ];
    }

    private int FloatsOfUnit(string name) => name is "x" or "z" ? plan.Gates : 1;

    /// <summary>The stages of one tile.</summary>
    internal IEnumerable<Statement> OneTile(Schedule schedule, Tile tile)
    {
        var sums = new SumTile(plan, step.Cell, tile, rows: 1, schedule.Products);
        return [.. sums.Sums(), .. schedule.Cell.InRegisters ? Inlined(schedule, tile, sums) : [.. sums.Stored(), .. Called(tile)]];
    }

    private IEnumerable<Statement> Inlined(Schedule schedule, Tile tile, SumTile sums)
    {
        if (!schedule.Cell.ConstantsFirst)
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
                        step, plan.Layer.Hidden, plan.WidestLanes, panel, vector, gate => sums.Sum(panel, gate, column), At("c", unit), At("y", unit),
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
                    At("z", panel.Gates * unit), .. plan.HasCellState ? [At("c", unit)] : (Argument[])[], At("y", unit), panel.Width, count,
                    .. step.Cell.Vectors.Count == 0 ? [] : (Argument[])[At("w", VectorsAt(tile, panel)), plan.PanelFloats(panel)],
                ]);
        }
    }

    /// <summary>Where a panel's weights of units lie, from the weights of the tile on.</summary>
    private int VectorsAt(Tile tile, Panel panel)
        => tile.Panels.TakeWhile(other => other != panel).Sum(plan.PanelFloats) + plan.SumFloats(panel);

    private string UnitRange(Tile tile)
    {
        string all = Words.Units(tile.FirstUnit, Math.Min(tile.FirstUnit + (tile.Units * tile.Trips), plan.Layer.Hidden) - 1);
        return tile.Trips > 1 ? $"{tile.Units} of {all}" : all;
    }

    private static IEnumerable<string> Refs(Schedule schedule, params string[] names) => names.Select(name => $"ref float {First(schedule, name)}");

    private static string First(Schedule schedule, string name) => schedule.InPlace ? name : $"{name}First";
}
