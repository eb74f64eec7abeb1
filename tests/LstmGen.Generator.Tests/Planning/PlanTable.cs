using System.Globalization;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Planning;

/// <summary>Plans as lines of a table.</summary>
internal static class PlanTable
{
    internal const string Legend = """
        # What the planner decides, one line for each layer and instruction set.
        # layer    inputs x units
        # panels   count x units of a panel, in parentheses those that exist where it is padded; 4*2 = two vectors of 4
        # chains   of every sum
        # step     tiles of one row: trips x [panels] in accumulators; with cell: it is in the same method, its constants loaded
        #          before the sums; then cell: after them; in turn: forwards and backwards
        # projected  the same for sequences that project their inputs ahead; -: none do
        # rows     rows of the tiles of a batch, for each kind of panel
        # K        the loops over inputs and hidden units: straight-line code, or unrolled by 4, both in one loop
        # bytes    of packed weights

        """;

    internal static string Describe(IEnumerable<(int Input, int Hidden)> shapes, CellSpec cell = default)
    {
        List<string[]> rows = [["layer", "set", "panels", "chains", "step", "projected", "rows", "K", "bytes"]];
        foreach ((int input, int hidden) in shapes)
        {
            rows.AddRange(Dialect.All.Select(dialect => Row(dialect, Planner.Plan(new(input, hidden, ActivationKind.Accurate, UnrollKind.Auto, cell), dialect.Target))));
        }

        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        return Legend.ReplaceLineEndings("\n")
            + string.Concat(rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd() + "\n"));
    }

    private static string[] Row(Dialect dialect, LayerPlan plan) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{plan.Layer.Input}x{plan.Layer.Hidden}"),
        dialect.Name,
        Groups(plan.Panels, ", "),
        plan.Chains.ToString(CultureInfo.InvariantCulture),
        Tiles(plan, plan.Step),
        plan.Hoists ? plan.Sequence.Tiles.Equals(plan.Step.Tiles) ? "the same" : Tiles(plan, plan.Sequence) : "-",
        string.Join(", ", plan.Panels.GroupBy(panel => panel.Width).Select(panels => Text($"{panels.Key}: {string.Join(' ', plan.RowTiles(panels.First(), plan.Chains))}"))),
        Loops(plan.Step.Products),
        plan.ReadBytes.ToString("#,0", CultureInfo.InvariantCulture),
    ];

    private static string Tiles(LayerPlan plan, Schedule schedule)
        => string.Join(", ", schedule.Tiles.Select(tile => Text($"{tile.Trips} x [{Groups(tile.Panels, " ")}] in {tile.RowVectors * plan.Chains}")))
            + (schedule.Cell.InRegisters ? schedule.Cell.ConstantsFirst ? " with cell" : " then cell" : "") + (schedule.Turns ? " in turn" : "");

    private static string Loops(ProductStage products)
        => products.Unroll is { } unroll ? Text($"by {unroll}{(products.OneLoop ? " in one" : "")}") : "straight";

    private static string Groups(IEnumerable<Panel> panels, string separator) => string.Join(
        separator,
        panels.GroupBy(panel => (panel.Lanes, panel.Vectors, panel.Units)).Select(group => Text($"{group.Count()} x {Panel(group.First())}")));

    private static string Panel(Panel panel)
        => Text($"{panel.Lanes}{(panel.Vectors > 1 ? Text($"*{panel.Vectors}") : "")}{(panel.Padded ? Text($"({panel.Units})") : "")}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
