using LstmGen.Generator.Cells;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Emission;

/// <summary>
/// Writes the kernels of several rows: sums of a panel for groups of rows into scratch, then the cell over that scratch.
/// Panels are outside and rows inside, so that weights are read from far away once for all rows.
/// </summary>
internal sealed class RowKernels(CodeWriter writer, Dialect dialect, LayerPlan plan, CellGraph cell)
{
    internal void Write()
    {
        Batch();
        foreach (Tile tile in plan.Batch)
        {
            Cell(tile.Panels[0]);
        }

        foreach (Panel panel in Kinds())
        {
            if (plan.Chains == 2)
            {
                foreach (int rows in plan.RowTiles(panel, plan.Chains))
                {
                    Both(panel, rows);
                }
            }

            if (plan.Chains == 1 || plan.Hoists)
            {
                SumRows(panel);
                foreach (int rows in plan.RowTiles(panel, 1))
                {
                    new SumEmitter(writer, dialect, cell, panel, rows, $"Sum{rows}x{panel.Width}").Write();
                }
            }
        }

        if (plan.Hoists)
        {
            Project();
        }
    }

    /// <summary>Panels that differ in their sums: padding does not matter to those.</summary>
    private IEnumerable<Panel> Kinds() => plan.Panels.GroupBy(panel => (panel.Lanes, panel.Vectors)).Select(group => group.First());

    private void Batch()
        => Rows(
            "/// <inheritdoc/>", "Batch", "ref float h, ref float y, ref float c",
            (panel, unit) => $"{CellName(panel)}(ref z, ref {At("c", unit)}, ref {At("y", unit)}, {plan.Stride}, count",
            ("h", plan.Stride), ("y", plan.Stride), ("c", plan.Stride));

    /// <summary>Writes a step of several rows: for each panel the sums of all rows, then a cell.</summary>
    /// <param name="comment">Lines above the method.</param>
    /// <param name="name">The method.</param>
    /// <param name="parameters">Its parameters between z and rows.</param>
    /// <param name="cellCall">The call of the cell of a panel from a unit on, without the peepholes and the closing parenthesis.</param>
    /// <param name="perRow">Parameters that advance with the rows, and their strides.</param>
    internal void Rows(
        string comment, string name, string parameters, Func<Panel, string, string> cellCall, params (string Name, int Stride)[] perRow)
    {
        using (writer.Line().Block($"""
            {comment}
            {LayerKernels.Hot}
            public static void {name}(ref float w, ref float x, nint xStride, ref float z, {parameters}, int rows)
            """))
        using (writer.Block("while (rows > 0)"))
        {
            writer.Line("int count = Math.Min(rows, LstmRows.Block);").Line("ref float wk = ref w;");
            foreach (Tile tile in plan.Batch)
            {
                Panel panel = tile.Panels[0];
                int end = tile.FirstUnit + (tile.Trips * panel.Width);
                string unit = tile.Trips > 1 ? "unit" : $"{tile.FirstUnit}";
                writer.Line().Line($"// {PlanText.Units(tile.FirstUnit, Math.Min(end, plan.Layer.Hidden) - 1)}");
                using (writer.Block(tile.Trips > 1 ? $"for (nint unit = {tile.FirstUnit}; unit < {end}; unit += {panel.Width})" : null))
                {
                    if (plan.Chains == 2)
                    {
                        Calls("Both", panel, 2, "ref wk, ref xk, xStride, ref hk, ref zk", ("x", "xStride"), ("h", $"{plan.Stride}"), ("z", $"{panel.RowFloats}"));
                        writer.Line($"wk = ref Unsafe.Add(ref wk, {plan.SumFloats(panel)});");
                    }
                    else
                    {
                        Sums(panel);
                    }

                    bool peepholes = cell.Peepholes.Length > 0;
                    writer.Line($"{cellCall(panel, unit)}{(peepholes ? ", ref wk, 0" : "")});");
                    if (peepholes)
                    {
                        writer.Line($"wk = ref Unsafe.Add(ref wk, {plan.PeepholeFloats(panel)});");
                    }
                }
            }

            writer.Line().Line("x = ref Unsafe.Add(ref x, count * xStride);");
            foreach ((string one, int stride) in perRow)
            {
                writer.Line($"{one} = ref Unsafe.Add(ref {one}, count * {stride});");
            }

            writer.Line("rows -= count;");
        }
    }

    /// <summary>The sums of one panel, block after block of its weights; the first starts from the bias.</summary>
    private void Sums(Panel panel)
    {
        string start = "ref wk, 0";
        writer.Line($"ref float wx = ref Unsafe.Add(ref wk, {panel.RowFloats});");
        foreach ((string source, string stride, int count) in new[] { ("x", "xStride", plan.Layer.Input), ("h", $"{plan.Stride}", plan.Layer.Hidden) })
        {
            for (int first = 0; first < count; first += LayerPlan.DepthBlock)
            {
                int depth = Math.Min(LayerPlan.DepthBlock, count - first);
                string at = first == 0 ? source : $"Unsafe.Add(ref {source}, {first})";
                writer.Line($"Sum{panel.Width}({start}, ref wx, ref {at}, {stride}, ref z, {panel.RowFloats}, {depth}, count);")
                    .Line($"wx = ref Unsafe.Add(ref wx, {depth * panel.RowFloats});");
                start = $"ref z, {panel.RowFloats}";
            }
        }

        writer.Line("wk = ref wx;");
    }

    private void Project()
    {
        using (writer.Line().Block($"""
            // Bias plus input part of the pre-activations of some rows.
            {LayerKernels.Hot}
            private static void Project(ref float w, ref float x, nint xStride, ref float z, int rows)
            """))
        {
            writer.Line("ref float wk = ref w;").Line("ref float zk = ref z;");
            foreach (Tile tile in plan.Batch)
            {
                Panel panel = tile.Panels[0];
                using (tile.Trips > 1 ? writer.Block($"for (int panel = 0; panel < {tile.Trips}; panel++)") : default)
                {
                    writer.Lines($"""
                        Sum{panel.Width}(ref wk, 0, ref Unsafe.Add(ref wk, {panel.RowFloats}), ref x, xStride, ref zk, {panel.Gates * plan.Stride}, {plan.Layer.Input}, rows);
                        wk = ref Unsafe.Add(ref wk, {plan.PanelFloats(panel)});
                        zk = ref Unsafe.Add(ref zk, {panel.RowFloats});
                        """);
                }
            }
        }
    }

    private void SumRows(Panel panel)
    {
        using (writer.Line().Block($"""
            // z[row] = from[row] + the sum over k of s[row][k] w[k], for {panel.Width} units x {panel.Gates} gates.
            {LayerKernels.Hot}
            private static void Sum{panel.Width}(
                ref float from, nint fromStride, ref float w, ref float s, nint sStride, ref float z, nint zStride, int depth, int rows)
            """))
        {
            foreach (int tile in plan.RowTiles(panel, 1))
            {
                using (writer.Block(RowLoop.Of(plan.RowTiles(panel, 1), tile, "rows")))
                {
                    writer.Lines($"""
                        Sum{tile}x{panel.Width}(ref from, fromStride, ref w, ref s, sStride, ref z, zStride, depth);
                        from = ref Unsafe.Add(ref from, {Times(tile, "fromStride")});
                        s = ref Unsafe.Add(ref s, {Times(tile, "sStride")});
                        z = ref Unsafe.Add(ref z, {Times(tile, "zStride")});
                        """);
                }
            }
        }
    }

    /// <summary>Calls of the tiles for all rows of a block, tallest first.</summary>
    private void Calls(string name, Panel panel, int chains, string arguments, params (string Name, string Stride)[] rows)
    {
        writer.Line("int left = count;");
        foreach ((string one, _) in rows)
        {
            writer.Line($"ref float {one}k = ref {one};");
        }

        foreach (int tile in plan.RowTiles(panel, chains))
        {
            using (writer.Block(RowLoop.Of(plan.RowTiles(panel, chains), tile, "left")))
            {
                writer.Line($"{name}{tile}x{panel.Width}({arguments});");
                foreach ((string one, string stride) in rows)
                {
                    writer.Line($"{one}k = ref Unsafe.Add(ref {one}k, {Times(tile, stride)});");
                }
            }
        }
    }

    private void Both(Panel panel, int rows)
    {
        using (writer.Line().Block($"""
            // Pre-activations of {PlanText.Count(rows, "row")} for {panel.Width} units x {panel.Gates} gates.
            {LayerKernels.Hot}
            private static void Both{rows}x{panel.Width}(ref float w, ref float x, nint xStride, ref float h, ref float z)
            """))
        {
            writer.Line("ref float x0 = ref x;");
            for (int row = 1; row < rows; row++)
            {
                writer.Line($"ref float x{row} = ref Unsafe.Add(ref x{row - 1}, xStride);");
            }

            int unroll = Math.Max(LayerPlan.RowUnroll, dialect.ScalarsPerLoad);
            new TileEmitter(writer, dialect, plan, cell, new Tile(new([panel]), 1), rows, unroll).PreActivations();
        }
    }

    private void Cell(Panel panel)
    {
        using (writer.Line().Block($"""
            // The cell of {PlanText.Count(panel.Units, "unit")}, for rows of a batch or panels of a row: c and y are a stride apart.
            {LayerKernels.Hot}
            private static void {CellName(panel)}(ref float z, ref float c, ref float y, nint stride, int count{(cell.Peepholes.Length > 0 ? ", ref float p, nint pStride" : "")})
            """))
        {
            CellEmitter.Constants(writer, dialect, cell, panel.Lanes);
            writer.Line();
            CellRows(panel);
        }
    }

    private void CellRows(Panel panel)
    {
        using (writer.Block("for (int index = 0; index < count; index++)"))
        {
            if (panel.Vectors > 1 && !panel.Padded)
            {
                using (writer.Block($"for (nint unit = 0; unit < {panel.Width}; unit += {panel.Lanes})"))
                {
                    CellVector(panel, 0, name => $"Unsafe.Add(ref {name}, unit)");
                }
            }
            else
            {
                for (int vector = 0; vector < panel.Vectors; vector++)
                {
                    using (panel.Vectors > 1 ? writer.Block() : default)
                    {
                        CellVector(panel, vector, name => name);
                    }
                }
            }

            writer.Lines($"""

                z = ref Unsafe.Add(ref z, {panel.RowFloats});
                c = ref Unsafe.Add(ref c, stride);
                y = ref Unsafe.Add(ref y, stride);
                """);
            if (cell.Peepholes.Length > 0)
            {
                writer.Line("p = ref Unsafe.Add(ref p, pStride);");
            }
        }
    }

    private void CellVector(Panel panel, int vector, Func<string, string> place)
    {
        for (int gate = 0; gate < cell.Gates.Length; gate++)
        {
            string load = dialect.Load(panel.Lanes, place("z"), (gate * panel.Width) + (vector * panel.Lanes));
            writer.Line($"var {cell.Gates[gate]} = {load};");
        }

        TileEmitter.Cell(
            writer, dialect, cell, panel.Lanes, panel, vector, vector * panel.Lanes, gate => cell.Gates[gate],
            vector * panel.Lanes, place("c"), place("y"), place("p"));
    }

    internal static string At(string name, string index) => index == "0" ? name : $"Unsafe.Add(ref {name}, {index})";

    private static string Times(int rows, string stride) => rows == 1 ? stride : $"{rows} * {stride}";

    internal static string CellName(Panel panel) => $"Cell{panel.Width}{(panel.Padded ? "Padded" : "")}";
}
