using LstmGen.Generator.Kernels.Rows;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>The plan and its cost in words: the head of generated files, and what a model says of itself.</summary>
internal static class PlanText
{
    /// <summary>A cell that takes sums by rows, in words.</summary>
    internal static string CellName(LayerSpec layer) => layer.Cell.Kind switch { CellKind.Gru => "GRU cell", CellKind.GruReset => "GRU reset gate", CellKind.GruRest => "GRU cell after its reset gate", CellKind.Slstm => "sLSTM cell", _ => "LSTM cell" };

    internal static IEnumerable<string> Cell(CellPlan plan, CellRows rows)
    {
        yield return $"Cell: {Words.Count(rows.Passes, "loop")} over the {Words.Count(plan.Layer.Hidden, "unit")} of a row, from {Words.Count(plan.Cell.Sums.Count, "sum")} over the inputs and as many over h; "
            + (plan.Cell.Vectors.Count == 0 ? "no weights." : $"{Words.Count(plan.Cell.Vectors.Count, "weight")} a unit, {Words.Number(plan.ReadBytes)} bytes.");
    }

    internal static IEnumerable<string> Layer(LayerPlan plan)
    {
        Panel first = plan.Panels[0];
        yield return $"Weights: {Words.Count(plan.FullPanels, "panel")} of {first.Width} units{(plan.TailWidth > 0 ? $" and one of {plan.TailWidth}" : "")}, "
            + $"{Words.Number(plan.ReadBytes)} bytes, all read in every step of a single sequence.";
        yield return $"Work: {Words.Number(plan.MultiplyAdds)} multiply-adds a step, {(plan.Chains == 1 ? "one chain" : "two chains (even and odd hidden units)")} a sum.";
        yield return $"Step: {Stream(plan, plan.Step)}; {(plan.Step.Products.Unroll is null ? "straight-line code" : $"loops unrolled by {LayerPlan.StreamUnroll}")}."
            + (plan.Step.Turns ? " Every other step begins with the last units." : "");
        if (plan.Layer.Projected)
        {
            yield return $"Inputs: rows of {Words.Number(plan.SumRow)} floats, bias and inputs projected already.";
        }

        yield return !plan.Hoists ? "Sequence: as steps."
            : "Sequence: inputs projected ahead for a chunk of steps, then the recurrence"
                + (plan.Sequence.Tiles.Equals(plan.Step.Tiles) ? "." : $": {Stream(plan, plan.Sequence)}.");
        int rows = plan.RowTiles(first, plan.Chains).First();
        yield return $"Batch: tiles of {rows} x {first.Width} units x {first.Gates} gates, {rows * first.RowVectors * plan.Chains} of "
            + $"{plan.Machine.Registers} registers hold sums; then the cell, row by row.";
    }

    internal static IEnumerable<string> Training(TrainingPlan plan)
    {
        int[] rows = [.. plan.GradientRows, 1];
        yield return $"Tape: {plan.GateStride} floats of gates a row and step, {plan.Gates} x {plan.Layer.Stride} that the backward step overwrites with derivatives; h and c beside them.";
        yield return $"Gradients of h and x: tiles of {rows[0]} x {plan.Hidden.Width} columns, chains of up to {Math.Min(TrainingPlan.ChainUnits, plan.Layer.Layer.Hidden)} units of a gate.";
        yield return $"Gradient of the weights: tiles of {plan.WeightRows[0]} x {plan.SlabWidth} columns, {TrainingPlan.WeightRowsBlock} rows of the tape at a time; "
            + $"{Words.Count(plan.Slabs, "slab")} that threads can share.";
        yield return $"Work: {Words.Number(2 * plan.Layer.MultiplyAdds)} multiply-adds a row and step backward, {Words.Number(plan.Layer.MultiplyAdds)} forward.";
    }

    private static string Stream(LayerPlan plan, Schedule schedule) => string.Join(", then ", schedule.Tiles.Select(tile => StreamTile(plan, tile)));

    private static string StreamTile(LayerPlan plan, Tile tile)
        => $"{(tile.Trips > 1 ? $"{tile.Trips} tiles" : "one tile")} of {tile.Units} units x {plan.Gates} gates in {tile.RowVectors * plan.Chains} of {plan.Machine.Registers} registers";
}
