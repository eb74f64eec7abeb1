using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Kernels.Forward;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Training;

/// <summary>The step of several rows that keeps a tape: the sums of the plain step, then a cell that also stores its gates.</summary>
internal sealed class TapedRows(TrainingPlan plan, CellStep step)
{
    private readonly int _stride = plan.Layer.Stride;

    private readonly string[] _states = plan.Layer.HasCellState ? ["before", "after"] : [];

    internal IEnumerable<Method> Methods() => plan.Layer.Layer.IsNarrow ? Narrow() :
    [
        new RowKernels(plan.Layer, plan.Layer.Cell).Step(
            "/// <inheritdoc/>", "Forward", ["ref float h", "ref float before", "ref float y", "ref float after", "ref float gates"],
            (panel, unit) => new(CellName(panel), [At("z"), .. _states.Select(name => At(name, unit)), At("y", unit), At("gates", unit), "count"]),
            [
                .. plan.Layer.Layer.Recurrence == 0 ? [] : ((string, int)[])[("h", plan.Layer.RecurrenceStride)],
                .. _states.Take(1).Select(name => (name, _stride)), ("y", _stride), .. _states.Skip(1).Select(name => (name, _stride)), ("gates", plan.GateStride),
            ]),
        .. plan.Layer.Batch.Tiles.Select(tile => Cell(tile.Panels[0])),
    ];

    /// <summary>The same by weights of integers, of layers without memory.</summary>
    private IEnumerable<Method> Narrow() => new NarrowRowKernels(plan.Layer).Methods(
        "Forward", "Taped", ["ref float h", "ref float before", "ref float y", "ref float after", "ref float gates"], [("y", _stride), ("gates", plan.GateStride)],
        [.. Enumerable.Reverse(step.After), .. step.Kept], single: false,
        (panel, vector) => Values(panel, vector, [.. Enumerable.Reverse(step.After), .. step.Kept]));

    private static string CellName(Panel panel) => $"Taped{CellKernel.Name(panel)}";

    private Method Cell(Panel panel)
    {
        bool vectors = plan.Layer.Cell.Vectors.Count > 0;
        Node[] results = [.. Enumerable.Reverse(step.After), .. step.Kept];
        return new(
            $"""
            // The cell of {Words.Count(panel.Units, "unit")} in each row, from the sums z [count, {panel.RowFloats}]{(plan.Layer.HasCellState ? $" and c before [count, {_stride}]: c after [count, {_stride}]," : ":")} {step.Cell.States[0]} in y [count, {_stride}],
            // and gates [count, {plan.Gates}, {_stride}] for the tape.
            """,
            CellName(panel),
            ["ref float z", .. _states.Select(name => $"ref float {name}"), "ref float y", "ref float gates", "int count", .. vectors ? ["ref float p", "nint pStride"] : (string[])[]],
            [
                .. Elementwise.Constants(panel.Lanes, results),
                Blank,
                new Block("for (int index = 0; index < count; index++)",
                [
                    .. panel.Vectors == 1 ? Vector(panel, 0, results)
                        : Enumerable.Range(0, panel.Vectors).Select(vector => new Block(null, [.. Vector(panel, vector, results)])),
                    Blank,
                    Advance("z", panel.RowFloats),
                    .. _states.Append("y").Select(name => Advance(name, _stride)),
                    Advance("gates", plan.GateStride),
                    .. vectors ? [Advance("p", "pStride")] : (Statement[])[],
                ]),
            ]);
    }

    private IEnumerable<Statement> Vector(Panel panel, int vector, Node[] results)
    {
        int at = vector * panel.Lanes;
        Cell cell = step.Cell;
        return
        [
            .. cell.States.Skip(1).Select(state => new Let(new(state), new Load(At("before", at), panel.Lanes))),
            .. CellKernel.Sums(cell, panel, At("z", at)),
            .. Values(panel, vector, results),
        ];
    }

    /// <summary>The cell from sums in locals of their names on.</summary>
    private IEnumerable<Statement> Values(Panel panel, int vector, Node[] results)
    {
        int at = vector * panel.Lanes;
        Cell cell = step.Cell;
        var values = new Elementwise(
            CellKernel.Inputs(cell, panel, new Local(cell.States[cell.States.Count - 1]), sum => new Local(cell.Sums[sum]), At("p", at)), panel.Lanes, panel.Lanes, results);
        return
        [
            .. values.Body,
            .. cell.States.Skip(1).Select(_ => new Store(CellKernel.Resting(step, 1, values.Results[0], panel, vector), At("after", at), panel.Lanes)),
            new Store(CellKernel.Valid(values.Results[cell.States.Count - 1], panel, vector), At("y", at), panel.Lanes),
            .. cell.Sums.Select((_, sum) => new Store(values.Results[cell.States.Count + sum], At("gates", (sum * _stride) + at), panel.Lanes)),
        ];
    }
}
