using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Kernels.Forward;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Training;

/// <summary>The step of several rows that keeps a tape: the sums of the plain step, then a cell that also stores its gates.</summary>
internal sealed class TapedRows(TrainingPlan plan, TapedCell cell)
{
    private readonly int _stride = plan.Layer.Stride;

    internal IEnumerable<Method> Methods()
    {
        var step = new CellGraph(new Graph(), cell.Cell, cell.Hidden) { Gates = cell.Gates, Peepholes = cell.Peepholes };
        return
        [
            new RowKernels(plan.Layer, step).Step(
                "/// <inheritdoc/>", "Forward", ["ref float h", "ref float before", "ref float y", "ref float after", "ref float gates"],
                (panel, unit) => new(CellName(panel), At("z"), At("before", unit), At("after", unit), At("y", unit), At("gates", unit), "count"),
                ("h", _stride), ("before", _stride), ("y", _stride), ("after", _stride), ("gates", plan.GateStride)),
            .. plan.Layer.Batch.Select(tile => Cell(tile.Panels[0])),
        ];
    }

    private static string CellName(Panel panel) => $"Taped{CellKernel.Name(panel)}";

    private Method Cell(Panel panel)
    {
        bool peepholes = cell.Peepholes.Length > 0;
        Node[] results = [cell.Cell, cell.Hidden, .. cell.Tape];
        return new(
            $"// The cell of {Words.Count(panel.Units, "unit")} in each row, with its gates for the tape.", CellName(panel),
            ["ref float z", "ref float before", "ref float after", "ref float y", "ref float gates", "int count", .. peepholes ? ["ref float p", "nint pStride"] : (string[])[]],
            [
                .. Elementwise.Constants(panel.Lanes, results),
                Blank,
                new Block("for (int index = 0; index < count; index++)",
                [
                    .. panel.Vectors == 1 ? Vector(panel, 0, results)
                        : Enumerable.Range(0, panel.Vectors).Select(vector => new Block(null, [.. Vector(panel, vector, results)])),
                    Blank,
                    Advance("z", panel.RowFloats),
                    .. new[] { "before", "after", "y" }.Select(name => Advance(name, _stride)),
                    Advance("gates", plan.GateStride),
                    .. peepholes ? [Advance("p", "pStride")] : (Statement[])[],
                ]),
            ]);
    }

    private IEnumerable<Statement> Vector(Panel panel, int vector, Node[] results)
    {
        int at = vector * panel.Lanes;
        var inputs = new Dictionary<string, Value>(StringComparer.Ordinal) { [CellGraph.CellBefore] = new Local("c") };
        foreach (string gate in cell.Gates)
        {
            inputs[gate] = new Local(gate);
        }

        for (int peephole = 0; peephole < cell.Peepholes.Length; peephole++)
        {
            inputs[cell.Peepholes[peephole]] = new Load(At("p", (peephole * panel.Width) + at), panel.Lanes);
        }

        var step = new Elementwise(inputs, panel.Lanes, panel.Lanes, results);
        return
        [
            new Let(new("c"), new Load(At("before", at), panel.Lanes)),
            .. cell.Gates.Select((gate, index) => new Let(new(gate), new Load(At("z", (index * panel.Width) + at), panel.Lanes))),
            .. step.Body,
            new Store(step.Results[0], At("after", at), panel.Lanes),
            new Store(CellKernel.Valid(step.Results[1], panel, vector), At("y", at), panel.Lanes),
            .. cell.Gates.Select((_, gate) => new Store(step.Results[2 + gate], At("gates", (gate * _stride) + at), panel.Lanes)),
        ];
    }
}
