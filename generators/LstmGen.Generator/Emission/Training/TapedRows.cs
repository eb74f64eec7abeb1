using LstmGen.Generator.Cells;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Emission.Training;

/// <summary>
/// Writes the step of several rows that keeps a tape: the sums of the plain step, then a cell that also stores its gates.
/// </summary>
internal sealed class TapedRows(CodeWriter writer, Dialect dialect, TrainingPlan plan, TapedCell cell)
{
    private readonly int _stride = plan.Layer.Stride;

    internal void Write()
    {
        var step = new CellGraph(new Graph(), cell.Cell, cell.Hidden) { Gates = cell.Gates, Peepholes = cell.Peepholes };
        new RowKernels(writer, dialect, plan.Layer, step).Rows(
            "/// <inheritdoc/>", "Forward", "ref float h, ref float before, ref float y, ref float after, ref float gates",
            (panel, unit) => $"{CellName(panel)}(ref z, ref {RowKernels.At("before", unit)}, ref {RowKernels.At("after", unit)}, "
                + $"ref {RowKernels.At("y", unit)}, ref {RowKernels.At("gates", unit)}, count",
            ("h", _stride), ("before", _stride), ("y", _stride), ("after", _stride), ("gates", plan.GateStride));
        foreach (Tile tile in plan.Layer.Batch)
        {
            Cell(tile.Panels[0]);
        }
    }

    private static string CellName(Panel panel) => $"Taped{RowKernels.CellName(panel)}";

    private void Cell(Panel panel)
    {
        Node[] results = [cell.Cell, cell.Hidden, .. cell.Tape];
        using (writer.Line().Block($"""
            // The cell of {PlanText.Count(panel.Units, "unit")} in each row, with its gates for the tape.
            {LayerKernels.Hot}
            private static void {CellName(panel)}(
                ref float z, ref float before, ref float after, ref float y, ref float gates, int count{(cell.Peepholes.Length > 0 ? ", ref float p, nint pStride" : "")})
            """))
        {
            CellEmitter.Constants(writer, dialect, panel.Lanes, results);
            using (writer.Line().Block("for (int index = 0; index < count; index++)"))
            {
                for (int vector = 0; vector < panel.Vectors; vector++)
                {
                    using (panel.Vectors > 1 ? writer.Block() : default)
                    {
                        Vector(panel, vector, results);
                    }
                }

                writer.Lines($"""

                    z = ref Unsafe.Add(ref z, {panel.RowFloats});
                    before = ref Unsafe.Add(ref before, {_stride});
                    after = ref Unsafe.Add(ref after, {_stride});
                    y = ref Unsafe.Add(ref y, {_stride});
                    gates = ref Unsafe.Add(ref gates, {plan.GateStride});
                    """);
                if (cell.Peepholes.Length > 0)
                {
                    writer.Line("p = ref Unsafe.Add(ref p, pStride);");
                }
            }
        }
    }

    private void Vector(Panel panel, int vector, Node[] results)
    {
        int at = vector * panel.Lanes;
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal) { [CellGraph.CellBefore] = "c" };
        writer.Line($"var c = {dialect.Load(panel.Lanes, "before", at)};");
        for (int gate = 0; gate < cell.Gates.Length; gate++)
        {
            writer.Line($"var {cell.Gates[gate]} = {dialect.Load(panel.Lanes, "z", (gate * panel.Width) + at)};");
            inputs[cell.Gates[gate]] = cell.Gates[gate];
        }

        for (int peephole = 0; peephole < cell.Peepholes.Length; peephole++)
        {
            inputs[cell.Peepholes[peephole]] = dialect.Load(panel.Lanes, "p", (peephole * panel.Width) + at);
        }

        string[] values = new CellEmitter(writer, dialect, panel.Lanes, panel.Lanes).Emit(inputs, results);
        writer.Line($"{dialect.Store(panel.Lanes, values[0], "after", at)};")
            .Line($"{dialect.Store(panel.Lanes, TileEmitter.Valid(dialect, values[1], panel, vector), "y", at)};");
        for (int gate = 0; gate < cell.Gates.Length; gate++)
        {
            writer.Line($"{dialect.Store(panel.Lanes, values[2 + gate], "gates", (gate * _stride) + at)};");
        }
    }
}
