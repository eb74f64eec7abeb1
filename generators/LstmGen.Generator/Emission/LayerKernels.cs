using LstmGen.Generator.Cells;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the members of one layer's kernels.</summary>
internal sealed class LayerKernels(CodeWriter writer, Dialect dialect, LayerPlan plan, CellGraph cell)
{
    // Full speed from the first call: these methods hold constants only, so nothing is lost by not tiering them.
    internal const string Hot = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    private const string StateParameters = "ref float h, ref float y, ref float c";

    private readonly int _gates = plan.Layer.Cell.Gates;

    internal void Write()
    {
        writer.Lines($"""
            /// <inheritdoc/>
            public static LstmPanels Panels => new({plan.Panels[0].Width}, {plan.FullPanels}, {plan.TailWidth}, {_gates}, {plan.Layer.Cell.PeepholeGates});

            /// <inheritdoc/>
            public static int StepScratch => {plan.StepScratch};

            /// <inheritdoc/>
            public static int SequenceScratch => {plan.SequenceScratch};

            /// <inheritdoc/>
            public static int BatchScratch => {plan.BatchScratch};

            /// <inheritdoc/>
            public static void Step(ref float w, ref float x, ref float z, {StateParameters}, bool fromEnd)
                => Fused(ref w, ref x, 0, ref z, ref h, ref y, ref c, 1{(plan.Step.Turns ? ", fromEnd" : "")});

            /// <inheritdoc/>
            public static void Sequence(ref float w, ref float x, nint xStride, ref float z, {StateParameters}, int steps)
            """);
        if (plan.Hoists)
        {
            using (writer.Block())
            {
                writer.Line("Project(ref w, ref x, xStride, ref z, steps);").Line($"Recur(ref w, ref z, ref h, ref y, ref c, steps{FirstTurn(plan.Recurrence)});");
            }
        }
        else
        {
            writer.Line($"    => Fused(ref w, ref x, xStride, ref z, ref h, ref y, ref c, steps{FirstTurn(plan.Step)});");
        }

        FusedSteps();
        if (plan.Hoists)
        {
            RecurrentSteps();
        }

        new RowKernels(writer, dialect, plan, cell).Write();
    }

    private void FusedSteps()
    {
        using (writer.Line().Block($"""
            // Steps of one sequence: from the bias over inputs and hidden units to h, tile by tile.
            {Hot}
            private static void Fused(
                ref float wFirst, ref float x, nint xStride, ref float zFirst, ref float hBefore, ref float yFirst, ref float cFirst, int steps{TurnParameter(plan.Step)})
            """))
        {
            writer.Line("ref float x0 = ref x;");
            Steps(plan.Step, tile => tile.Fused(), "x0 = ref Unsafe.Add(ref x0, xStride);", plan.Step.InlinesCell ? ["c", "y"] : ["c", "y", "z"]);
        }
    }

    private void RecurrentSteps()
    {
        using (writer.Line().Block($"""
            // The same from projected inputs: z holds bias plus input part of every step.
            {Hot}
            private static void Recur(ref float wFirst, ref float zFirst, ref float hBefore, ref float yFirst, ref float cFirst, int steps{TurnParameter(plan.Recurrence)})
            """))
        {
            Steps(plan.Recurrence, tile => tile.Recur(), $"zFirst = ref Unsafe.Add(ref zFirst, {_gates * plan.Stride});", ["c", "y", "z"]);
        }
    }

    private void Steps(StreamPlan stream, Action<TileEmitter> write, string advance, string[] outputs)
    {
        if (stream.InlinesCell && !plan.ConstantsAfterSums)
        {
            CellEmitter.Constants(writer, dialect, cell, plan.WidestLanes);
        }

        writer.Line("ref float h = ref hBefore;").Line("ref float yStep = ref yFirst;").Line();
        using (writer.Block("for (int t = 0; t < steps; t++)"))
        {
            if (stream.Turns)
            {
                InTurn(stream, outputs, write);
            }
            else
            {
                InOrder(stream, outputs, write);
            }

            writer.Lines($"""

                h = ref yStep;
                yStep = ref Unsafe.Add(ref yStep, {plan.Stride});
                {advance}
                """);
        }
    }

    private void InOrder(StreamPlan stream, string[] outputs, Action<TileEmitter> write)
    {
        int first = 0;
        foreach (Tile tile in stream.Tiles)
        {
            writer.Line($"// {UnitRange(tile)}");
            using (writer.Block(tile.Trips > 1 ? $"for (int tile = {first}; tile < {first + tile.Trips}; tile++)" : null))
            {
                Write(stream, tile, first, outputs, write);
            }

            first += tile.Trips;
        }
    }

    /// <summary>
    /// The tiles forwards in one step and backwards in the next. What was read last is then read first: with weights larger than a
    /// cache, a cache that keeps what was used last would otherwise keep nothing of use.
    /// </summary>
    private void InTurn(StreamPlan stream, string[] outputs, Action<TileEmitter> write)
    {
        int tiles = stream.Tiles.Sum(tile => tile.Trips);
        using (writer.Block($"for (int index = 0; index < {tiles}; index++)"))
        {
            writer.Line($"int tile = fromEnd ? {tiles - 1} - index : index;");
            int first = 0;
            foreach (Tile tile in stream.Tiles)
            {
                bool last = first + tile.Trips == tiles;
                string condition = first == 0 ? (last ? "" : $"if (tile < {tile.Trips})") : last ? "else" : $"else if (tile < {first + tile.Trips})";
                using (condition.Length > 0 ? writer.Block(condition) : default)
                {
                    writer.Line($"// {UnitRange(tile)}");
                    Write(stream, tile, first, outputs, write);
                }

                first += tile.Trips;
            }
        }

        writer.Line().Line("fromEnd = !fromEnd;");
    }

    /// <summary>One tile, or equal ones by their index from <paramref name="first"/> on: refs to its data, then what it does.</summary>
    private void Write(StreamPlan stream, Tile tile, int first, string[] outputs, Action<TileEmitter> write)
    {
        writer.Line($"ref float w = ref {At("wFirst", WeightsBefore(tile), tile.Panels.Sum(plan.PanelFloats))};");
        foreach (string name in outputs)
        {
            int scale = name == "z" ? _gates : 1;
            writer.Line($"ref float {name} = ref {At(name == "y" ? "yStep" : $"{name}First", scale * tile.FirstUnit, scale * tile.Units)};");
        }

        write(new TileEmitter(writer, dialect, plan, cell, tile, rows: 1, LayerPlan.StreamUnroll, stream.InlinesCell));

        string At(string name, int start, int size)
        {
            int origin = tile.Trips > 1 ? start - (first * size) : start;
            string offset = tile.Trips == 1 ? $"{origin}" : origin == 0 ? $"tile * {size}" : $"(tile * {size}) {(origin < 0 ? "-" : "+")} {Math.Abs(origin)}";
            return offset == "0" ? name : $"Unsafe.Add(ref {name}, {offset})";
        }
    }

    private static string TurnParameter(StreamPlan stream) => stream.Turns ? ", bool fromEnd" : "";

    private static string FirstTurn(StreamPlan stream) => stream.Turns ? ", false" : "";

    private string UnitRange(Tile tile)
        => PlanText.Units(tile.FirstUnit, Math.Min(tile.FirstUnit + (tile.Units * tile.Trips), plan.Layer.Hidden) - 1);

    private int WeightsBefore(Tile tile) => plan.Panels.TakeWhile(panel => panel.FirstUnit < tile.FirstUnit).Sum(plan.PanelFloats);

    internal static string Offset(string name, int offset) => offset == 0 ? name : $"Unsafe.Add(ref {name}, {offset})";
}
