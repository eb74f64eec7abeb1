using LstmGen.Generator.Cells;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Emission;

/// <summary>
/// Writes a tile of a matrix product: some rows times one panel, every sum in a register, over any number of terms.
/// Sums continue from what another tile left, so that blocks of terms change no bit.
/// </summary>
internal sealed class SumEmitter(CodeWriter writer, Dialect dialect, CellGraph cell, Panel panel, int rows, string name)
{
    internal void Write()
    {
        using (writer.Line().Block($"""
            {LayerKernels.Hot}
            private static void {name}(
                ref float from, nint fromStride, ref float w, ref float s, nint sStride, ref float z, nint zStride, nint depth)
            """))
        {
            for (int row = 0; row < rows; row++)
            {
                for (int index = 0; index < panel.RowVectors; index++)
                {
                    writer.Line($"{dialect.Type(panel.Lanes)} {Name(row, index)} = {dialect.Load(panel.Lanes, "from", index * panel.Lanes)};");
                }

                if (row < rows - 1)
                {
                    writer.Line("from = ref Unsafe.Add(ref from, fromStride);");
                }
            }

            for (int row = 1; row < rows; row++)
            {
                writer.Line($"ref float s{row} = ref Unsafe.Add(ref {(row == 1 ? "s" : $"s{row - 1}")}, sStride);");
            }

            int unroll = dialect.ScalarsPerLoad > 0 ? dialect.ScalarsPerLoad : dialect.Target.Registers > 16 ? 1 : LayerPlan.RowUnroll;
            writer.Line();
            if (unroll > 1)
            {
                writer.Line("nint k = 0;");
                Loop(unroll);
            }

            Loop(1, unroll > 1 ? "" : "nint k = 0");
            writer.Line();
            for (int row = 0; row < rows; row++)
            {
                for (int index = 0; index < panel.RowVectors; index++)
                {
                    writer.Line($"{dialect.Store(panel.Lanes, Name(row, index), "z", index * panel.Lanes)};");
                }

                if (row < rows - 1)
                {
                    writer.Line("z = ref Unsafe.Add(ref z, zStride);");
                }
            }
        }
    }

    private void Loop(int unroll, string start = "")
    {
        using (writer.Block(unroll == 1 ? $"for ({start}; k < depth; k++)" : $"for (; k <= depth - {unroll}; k += {unroll})"))
        {
            bool byLane = unroll > 1 && unroll == dialect.ScalarsPerLoad;
            if (byLane)
            {
                Scalars(row => dialect.Load(unroll, $"Unsafe.Add(ref {Source(row)}, k)", 0));
            }

            for (int term = 0; term < unroll; term++)
            {
                using (unroll == 1 ? default : writer.Block())
                {
                    if (!byLane)
                    {
                        Scalars(row => dialect.Broadcast(panel.Lanes, $"Unsafe.Add(ref {Source(row)}, k{(term == 0 ? "" : $" + {term}")})"));
                    }

                    Term(term, byLane);
                }
            }

            writer.Line($"w = ref Unsafe.Add(ref w, {unroll * panel.RowFloats});");
        }
    }

    private void Scalars(Func<int, string> load)
    {
        for (int row = 0; row < rows; row++)
        {
            writer.Line($"var v{row} = {load(row)};");
        }
    }

    private void Term(int term, bool byLane)
    {
        for (int index = 0; index < panel.RowVectors; index++)
        {
            VectorLoads.Write(writer, dialect, panel.Lanes, "w", index, panel.RowVectors, "w", term * panel.RowFloats);
            for (int row = 0; row < rows; row++)
            {
                string sum = Name(row, index);
                writer.Line(byLane
                    ? $"{sum} = {dialect.MultiplyAddByLane($"w{index}", $"v{row}", term, sum)};"
                    : $"{sum} = {dialect.MultiplyAdd(panel.Lanes, $"v{row}", $"w{index}", sum)};");
            }
        }
    }

    private string Source(int row) => row == 0 ? "s" : $"s{row}";

    private string Name(int row, int index)
        => $"{cell.Gates[index / panel.Vectors]}{(row * panel.Vectors) + (index % panel.Vectors)}";
}
