using LstmGen.Generator.Cells;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the members of one layer's kernels.</summary>
internal sealed class LayerKernels(CodeWriter writer, Dialect dialect, LayerPlan plan, CellGraph cell)
{
    // Full speed from the first call: these methods hold constants only, so nothing is lost by not tiering them.
    private const string Hot = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    private const string StateParameters = "ref float h, ref float y, ref float c";

    internal void Write()
    {
        Entrances();
        FusedSteps();
        if (plan.Hoists)
        {
            RecurrentSteps();
            foreach (int rows in plan.ProjectRows)
            {
                ForEachTile($"Project{rows}", "ref float x, nint xStride, ref float z", rows, ProjectTile);
            }
        }

        foreach (int rows in plan.BatchRows)
        {
            ForEachTile($"Batch{rows}", $"ref float x, nint xStride, {StateParameters}", rows, BatchTile);
        }
    }

    private int BatchUnroll => Math.Max(LayerPlan.BatchUnroll, dialect.ScalarsPerLoad);

    private void Entrances()
    {
        writer.Lines($"""
            /// <inheritdoc/>
            public static LstmPanels Panels => new({plan.Panels[0].Width}, {plan.FullPanels}, {plan.TailWidth});

            /// <inheritdoc/>
            public static bool StepsInPlace => {(plan.StepsInPlace ? "true" : "false")};

            /// <inheritdoc/>
            public static void Step(ref float w, ref float x, {StateParameters})
                => Fused(ref w, ref x, 0, ref h, ref y, ref c, 1);

            /// <inheritdoc/>
            {Hot}
            public static void Sequence(ref float w, ref float x, nint xStride, ref float z, {StateParameters}, int steps)
            """);
        using (writer.Block())
        {
            if (plan.Hoists)
            {
                writer.Line("ref float projected = ref z;").Line("int rows = steps;");
                RowTiles(plan.ProjectRows, "Project", "ref projected", false, ("projected", 4 * plan.Stride));
                writer.Line("Recur(ref w, ref z, ref h, ref y, ref c, steps);");
            }
            else
            {
                writer.Line("Fused(ref w, ref x, xStride, ref h, ref y, ref c, steps);");
            }
        }

        using (writer.Line().Block($"""
            /// <inheritdoc/>
            {Hot}
            public static void Batch(ref float w, ref float x, nint xStride, {StateParameters}, int rows)
            """))
        {
            RowTiles(plan.BatchRows, "Batch", "ref h, ref y, ref c", true, ("h", plan.Stride), ("y", plan.Stride), ("c", plan.Stride));
        }
    }

    /// <summary>Calls for the tallest tiles first, then for what is left.</summary>
    private void RowTiles(IEnumerable<int> tiles, string name, string arguments, bool singleRows, params (string Name, int Stride)[] outputs)
    {
        foreach (int rows in tiles)
        {
            using (writer.Block(rows == 1 ? "if (rows > 0)" : $"if (rows >= {rows})"))
            {
                writer.Line($"int groups = rows{(rows == 1 ? "" : $" / {rows}")};");
                for (int tile = 0; tile < plan.Batch.Count; tile++)
                {
                    writer.Line($"{TileMethod($"{name}{rows}", tile)}(ref w, ref x, xStride, {arguments}, groups);");
                }

                if (rows > 1)
                {
                    writer.Line($"int done = groups * {rows};").Line("x = ref Unsafe.Add(ref x, done * xStride);");
                    foreach ((string output, int stride) in outputs)
                    {
                        writer.Line($"{output} = ref Unsafe.Add(ref {output}, done * {stride});");
                    }

                    writer.Line("rows -= done;");
                }
            }
        }

        if (singleRows)
        {
            using (writer.Block("for (; rows > 0; rows--)"))
            {
                writer.Line("Fused(ref w, ref x, 0, ref h, ref y, ref c, 1);").Line("x = ref Unsafe.Add(ref x, xStride);");
                foreach ((string output, int stride) in outputs)
                {
                    writer.Line($"{output} = ref Unsafe.Add(ref {output}, {stride});");
                }
            }
        }
    }

    private void FusedSteps()
    {
        using (writer.Line().Block($"""
            {Hot}
            private static void Fused(ref float wFirst, ref float x, nint xStride, ref float hBefore, ref float yFirst, ref float cFirst, int steps)
            """))
        {
            writer.Line("ref float x0 = ref x;");
            Steps(tile => tile.Fused(), "x0 = ref Unsafe.Add(ref x0, xStride);", ["c", "y"]);
        }
    }

    private void RecurrentSteps()
    {
        using (writer.Line().Block($"""
            {Hot}
            private static void Recur(ref float wFirst, ref float zFirst, ref float hBefore, ref float yFirst, ref float cFirst, int steps)
            """))
        {
            Steps(tile => tile.Recur(), $"zFirst = ref Unsafe.Add(ref zFirst, {4 * plan.Stride});", ["c", "y", "z"]);
        }
    }

    private void Steps(Action<TileEmitter> write, string advance, string[] outputs)
    {
        writer.Line("ref float h = ref hBefore;").Line("ref float yStep = ref yFirst;");
        using (writer.Block("for (int t = 0; t < steps; t++)"))
        {
            foreach (Tile tile in plan.Stream)
            {
                Repeat(tile, outputs, write);
            }

            writer.Lines($"""
                h = ref yStep;
                yStep = ref Unsafe.Add(ref yStep, {plan.Stride});
                {advance}
                """);
        }
    }

    private void Repeat(Tile tile, string[] outputs, Action<TileEmitter> write)
    {
        writer.Line($"// {UnitRange(tile)}");
        using (writer.Block())
        {
            writer.Line($"ref float w = ref {Offset("wFirst", WeightsBefore(tile))};");
            foreach (string name in outputs)
            {
                int scale = name == "z" ? 4 : 1;
                writer.Line($"ref float {name} = ref {Offset(name == "y" ? "yStep" : $"{name}First", scale * tile.FirstUnit)};");
            }

            var emitter = new TileEmitter(writer, dialect, plan, cell, tile, rows: 1, LayerPlan.StreamUnroll);
            if (tile.Trips == 1)
            {
                write(emitter);
                return;
            }

            using (writer.Block($"for (int tile = 0; tile < {tile.Trips}; tile++)"))
            {
                write(emitter);
                writer.Line($"w = ref Unsafe.Add(ref w, {tile.Panels.Sum(plan.PanelFloats)});");
                foreach (string name in outputs)
                {
                    writer.Line($"{name} = ref Unsafe.Add(ref {name}, {(name == "z" ? 4 : 1) * tile.Units});");
                }
            }
        }
    }

    /// <summary>A method for each kind of panel: panels outside, groups of rows inside, so that a panel stays in the cache.</summary>
    private void ForEachTile(string name, string parameters, int rows, Action<Tile, int> body)
    {
        for (int index = 0; index < plan.Batch.Count; index++)
        {
            Tile tile = plan.Batch[index];
            using (writer.Line().Block($"""
                // {UnitRange(tile)}, {rows} {(rows == 1 ? "row" : "rows")}
                {Hot}
                private static void {TileMethod(name, index)}(ref float wFirst, {Firsts(parameters)}, int groups)
                """))
            {
                body(tile, rows);
            }
        }
    }

    private static string Firsts(string parameters)
        => string.Join(", ", parameters.Split([", "], StringSplitOptions.None).Select(one => one.StartsWith("ref", StringComparison.Ordinal) ? one + "First" : one));

    private void ProjectTile(Tile tile, int rows) => Grouped(tile, rows, [("z", 4 * plan.Stride, 4)], emitter => emitter.Project());

    private void BatchTile(Tile tile, int rows)
        => Grouped(tile, rows, [("h", plan.Stride, 0), ("y", plan.Stride, 1), ("c", plan.Stride, 1)], emitter => emitter.Fused());

    private void Grouped(Tile tile, int rows, (string Name, int Stride, int PerUnit)[] refs, Action<TileEmitter> write)
    {
        writer.Line($"ref float w = ref {Offset("wFirst", WeightsBefore(tile))};");
        using (tile.Trips == 1 ? writer.Block() : writer.Block($"for (int tile = 0; tile < {tile.Trips}; tile++)"))
        {
            writer.Line("ref float x0 = ref xFirst;");
            foreach ((string name, _, int perUnit) in refs)
            {
                string first = Offset($"{name}First", perUnit * tile.FirstUnit);
                writer.Line($"ref float {name} = ref {(tile.Trips == 1 || perUnit == 0 ? first : $"Unsafe.Add(ref {name}First, {Units(tile, perUnit)})")};");
            }

            using (writer.Block("for (int group = 0; group < groups; group++)"))
            {
                for (int row = 1; row < rows; row++)
                {
                    writer.Line($"ref float x{row} = ref Unsafe.Add(ref x{row - 1}, xStride);");
                }

                write(new TileEmitter(writer, dialect, plan, cell, tile, rows, BatchUnroll));
                writer.Line($"x0 = ref Unsafe.Add(ref x{rows - 1}, xStride);");
                foreach ((string name, int stride, _) in refs)
                {
                    writer.Line($"{name} = ref Unsafe.Add(ref {name}, {rows * stride});");
                }
            }

            if (tile.Trips > 1)
            {
                writer.Line($"w = ref Unsafe.Add(ref w, {tile.Panels.Sum(plan.PanelFloats)});");
            }
        }
    }

    private static string Units(Tile tile, int perUnit)
        => $"{(tile.FirstUnit == 0 ? "" : $"{perUnit * tile.FirstUnit} + (")}tile * {perUnit * tile.Units}{(tile.FirstUnit == 0 ? "" : ")")}";

    private string UnitRange(Tile tile)
        => $"units {tile.FirstUnit} to {Math.Min(tile.FirstUnit + (tile.Units * tile.Trips), plan.Layer.Hidden) - 1}";

    private int WeightsBefore(Tile tile) => plan.Panels.TakeWhile(panel => panel.FirstUnit < tile.FirstUnit).Sum(plan.PanelFloats);

    private string TileMethod(string name, int index) => plan.Batch.Count == 1 ? name : index == 0 ? name : $"{name}Tail{(index == 1 ? "" : $"{index}")}";

    private static string Offset(string name, int offset) => offset == 0 ? name : $"Unsafe.Add(ref {name}, {offset})";
}
