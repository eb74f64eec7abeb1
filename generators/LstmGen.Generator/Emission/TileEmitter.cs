using LstmGen.Generator.Cells;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>
/// Writes one tile: accumulators for some rows and panels, the loops over inputs and hidden units, and what becomes of
/// the sums. Expects refs to the tile in scope: w (weights), x0.. (input rows), h, c, y (rows a stride apart), z (projections).
/// </summary>
internal sealed class TileEmitter(
    CodeWriter writer, Dialect dialect, LayerPlan plan, CellGraph cell, Tile tile, int rows, int unroll, bool inlinesCell = false)
{
    private readonly int _vectors = tile.Panels.Sum(panel => panel.Vectors);

    /// <summary>Inputs and recurrence in one: from the bias to h.</summary>
    internal void Fused()
    {
        AllTerms();
        Epilogue();
    }

    /// <summary>From the bias over inputs and hidden units to pre-activations.</summary>
    internal void PreActivations()
    {
        AllTerms();
        StoreSums();
    }

    /// <summary>From a partial sum over the hidden units to h.</summary>
    internal void Recur()
    {
        Weights(1 + plan.Layer.Input);
        foreach ((int row, Panel panel, int vector, int gate) in Accumulators())
        {
            Declare(panel, Name(gate, row, panel, vector), dialect.Load(panel.Lanes, "z", ProjectedOffset(row, panel, vector, gate)));
        }

        StartSecondChain();
        Recurrence();
        Epilogue();
    }

    private void AllTerms()
    {
        Weights(0);
        StartFromBias();
        if (plan.JoinsLoops)
        {
            InputsAndRecurrence();
        }
        else
        {
            Inputs();
            StartSecondChain();
            Recurrence();
        }
    }

    private void StoreSums()
    {
        writer.Line();
        foreach ((int row, Panel panel, int vector, int gate) in Accumulators())
        {
            writer.Line($"{dialect.Store(panel.Lanes, Name(gate, row, panel, vector), "z", ProjectedOffset(row, panel, vector, gate))};");
        }
    }

    private void Weights(int firstRow)
    {
        int offset = 0;
        foreach (Panel panel in tile.Panels)
        {
            int start = offset + (firstRow * panel.RowFloats);
            writer.Line($"ref float {WeightRow(panel)} = ref {(start == 0 ? "w" : $"Unsafe.Add(ref w, {start})")};");
            offset += plan.PanelFloats(panel);
        }
    }

    private void StartFromBias()
    {
        foreach ((int row, Panel panel, int vector, int gate) in Accumulators())
        {
            Declare(
                panel, Name(gate, row, panel, vector),
                row > 0 ? Name(gate, 0, panel, vector) : dialect.Load(panel.Lanes, WeightRow(panel), WeightOffset(panel, vector, gate)));
        }

        Advance(1);
    }

    private void StartSecondChain()
    {
        if (plan.Chains == 2)
        {
            writer.Line();
            foreach ((int row, Panel panel, int vector, int gate) in Accumulators())
            {
                Declare(panel, Name(gate, row, panel, vector) + "Odd", dialect.Zero(panel.Lanes));
            }
        }
    }

    private void Inputs()
    {
        writer.Line().Line($"// {PlanText.Count(plan.Layer.Input, "input")}");
        Sum(plan.Layer.Input, "x", row => $"x{row}", _ => 0, chains: 1, last: false);
    }

    /// <summary>
    /// Inputs and hidden units through one loop: weights that two sets of instructions read in turn come at two thirds of
    /// the speed from the second cache (measured on Zen 5), and the code is half.
    /// </summary>
    private void InputsAndRecurrence()
    {
        int looped = plan.Layer.Hidden / unroll * unroll;
        writer.Line($"// {plan.Layer.Input} inputs, then {(looped < plan.Layer.Hidden ? $"{looped} of " : "")}{plan.Layer.Hidden} hidden units");
        using (writer.Block("for (int part = 0; part < 2; part++)"))
        {
            writer.Line("ref float s = ref part == 0 ? ref x0 : ref h;")
                .Line($"int count = part == 0 ? {plan.Layer.Input} : {looped};");
            using (writer.Block($"for (int k = 0; k < count; k += {unroll})"))
            {
                Terms(0, unroll, _ => ("s", 0), chains: 1);
                Advance(unroll);
                writer.Line($"s = ref Unsafe.Add(ref s, {unroll});");
            }
        }

        Terms(looped, plan.Layer.Hidden, _ => ("h", 0), chains: 1, looped);
    }

    private void Recurrence()
    {
        writer.Line().Line($"// {PlanText.Count(plan.Layer.Hidden, "hidden unit")}");
        Sum(plan.Layer.Hidden, "h", _ => "h", row => row * plan.Stride, plan.Chains, last: true);
        if (plan.Chains == 2)
        {
            writer.Line();
            foreach ((int row, Panel panel, int vector, int gate) in Accumulators())
            {
                string name = Name(gate, row, panel, vector);
                writer.Line($"{name} += {name}Odd;");
            }
        }
    }

    /// <summary>Adds the products of <paramref name="count"/> scalars of each row with as many rows of weights.</summary>
    private void Sum(int count, string letter, Func<int, string> source, Func<int, int> offset, int chains, bool last)
    {
        int trips = plan.FullUnroll && rows == 1 ? 0 : count / unroll;
        trips = trips == 1 ? 0 : trips;
        int looped = trips * unroll;
        int[] sources = [.. Enumerable.Range(0, rows).GroupBy(source).Select(group => group.First())];
        if (trips > 0)
        {
            foreach (int row in sources)
            {
                writer.Line($"ref float {letter}k{row} = ref {source(row)};");
            }

            using (writer.Block($"for (int k = 0; k < {looped}; k += {unroll})"))
            {
                Terms(0, unroll, row => ($"{letter}k{(sources.Length > 1 ? row : 0)}", offset(row)), chains);
                Advance(unroll);
                foreach (int row in sources)
                {
                    writer.Line($"{letter}k{row} = ref Unsafe.Add(ref {letter}k{row}, {unroll});");
                }
            }
        }

        Terms(looped, count, row => (source(row), offset(row)), chains, looped);
        if (!last)
        {
            Advance(count - looped);
        }
    }

    /// <summary>Straight-line terms; the refs to the weights already stand at row <paramref name="weightsFrom"/>.</summary>
    private void Terms(int first, int end, Func<int, (string Source, int Offset)> scalar, int chains, int weightsFrom = 0)
    {
        int widest = tile.Panels.Max(panel => panel.Lanes);
        for (int k = first, step; k < end; k += step)
        {
            step = dialect.ScalarsPerLoad > 0 && k + dialect.ScalarsPerLoad <= end ? dialect.ScalarsPerLoad : 1;
            using (writer.Block())
            {
                for (int row = 0; row < rows; row++)
                {
                    (string source, int at) = scalar(row);
                    string place = at + k == 0 ? source : $"Unsafe.Add(ref {source}, {at + k})";
                    writer.Line($"var s{row} = {(step > 1 ? dialect.Load(step, source, at + k) : dialect.Broadcast(widest, place))};");
                }

                for (int lane = 0; lane < step; lane++)
                {
                    Term(k + lane - weightsFrom, step > 1 ? lane : -1, chains == 2 && (k + lane) % 2 == 1 ? "Odd" : "");
                }
            }
        }
    }

    /// <summary>Adds one row of weights times one scalar of each row; by lane where <paramref name="lane"/> is not negative.</summary>
    private void Term(int weightRow, int lane, string chain)
    {
        int widest = tile.Panels.Max(panel => panel.Lanes);
        foreach (Panel panel in tile.Panels)
        {
            for (int index = 0; index < panel.RowVectors; index++)
            {
                (int gate, int vector) = (index / panel.Vectors, index % panel.Vectors);
                string weights = dialect.Load(panel.Lanes, WeightRow(panel), (weightRow * panel.RowFloats) + WeightOffset(panel, vector, gate));
                if (rows > 1)
                {
                    string local = $"w{index + (Math.Max(lane, 0) * panel.RowVectors)}";
                    writer.Line($"var {local} = {weights};");
                    weights = local;
                }

                for (int row = 0; row < rows; row++)
                {
                    string sum = Name(gate, row, panel, vector) + chain;
                    string product = lane < 0
                        ? dialect.MultiplyAdd(panel.Lanes, dialect.Narrow($"s{row}", widest, panel.Lanes), weights, sum)
                        : dialect.MultiplyAddByLane(weights, $"s{row}", lane, sum);
                    writer.Line($"{sum} = {product};");
                }
            }
        }
    }

    private void Advance(int weightRows)
    {
        if (weightRows > 0)
        {
            foreach (Panel panel in tile.Panels)
            {
                writer.Line($"{WeightRow(panel)} = ref Unsafe.Add(ref {WeightRow(panel)}, {weightRows * panel.RowFloats});");
            }
        }
    }

    /// <summary>The cell of a tile of one row.</summary>
    private void Epilogue()
    {
        if (!inlinesCell)
        {
            StoreSums();
            for (int at = 0, count; at < tile.Panels.Count; at += count)
            {
                Panel panel = tile.Panels[at];
                count = tile.Panels.Skip(at).TakeWhile(panel.SameKind).Count();
                int unit = panel.FirstUnit - tile.FirstUnit;
                string peepholes = cell.Peepholes.Length == 0 ? "" : $", {At("w", PeepholesAt(panel))}, {plan.PanelFloats(panel)}";
                writer.Line($"{RowKernels.CellName(panel)}({At("z", panel.Gates * unit)}, {At("c", unit)}, {At("y", unit)}, {panel.Width}, {count}{peepholes});");
            }

            return;
        }

        if (plan.ConstantsAfterSums)
        {
            writer.Line();
            CellEmitter.Constants(writer, dialect, cell, plan.WidestLanes);
        }

        foreach (Panel panel in tile.Panels)
        {
            for (int vector = 0; vector < panel.Vectors; vector++)
            {
                Epilogue(panel, vector);
            }
        }
    }

    private void Epilogue(Panel panel, int vector)
    {
        int unit = panel.FirstUnit - tile.FirstUnit + (vector * panel.Lanes);
        int last = Math.Min(unit + panel.Lanes, panel.FirstUnit - tile.FirstUnit + panel.Units) - 1;
        writer.Line().Line($"// the cell of {PlanText.Units(unit, last)}{(tile.Trips > 1 || tile.FirstUnit > 0 ? " of the tile" : "")}");
        using (writer.Block())
        {
            Cell(
                writer, dialect, cell, plan.WidestLanes, panel, vector, unit, gate => Name(gate, 0, panel, vector),
                PeepholesAt(panel) + (vector * panel.Lanes));
        }
    }

    /// <summary>
    /// The cell for one vector of units: reads c, writes c and h at <paramref name="at"/>, and reads the peephole weights
    /// of its units, a panel's width apart, at <paramref name="peepholesAt"/>. Padding lanes of h stay zero.
    /// </summary>
    internal static void Cell(
        CodeWriter writer, Dialect dialect, CellGraph cell, int widest, Panel panel, int vector, int at, Func<int, string> gates,
        int peepholesAt, string cellPlace = "c", string hiddenPlace = "y", string peepholePlace = "w")
    {
        string before = dialect.Load(panel.Lanes, cellPlace, at);
        if (cell.Peepholes.Length > 0)
        {
            writer.Line($"var before = {before};");
            before = "before";
        }

        var inputs = new Dictionary<string, string>(StringComparer.Ordinal) { [CellGraph.CellBefore] = before };
        for (int gate = 0; gate < cell.Gates.Length; gate++)
        {
            inputs[cell.Gates[gate]] = gates(gate);
        }

        for (int index = 0; index < cell.Peepholes.Length; index++)
        {
            inputs[cell.Peepholes[index]] = dialect.Load(panel.Lanes, peepholePlace, peepholesAt + (index * panel.Width));
        }

        string[] results = new CellEmitter(writer, dialect, panel.Lanes, widest).Emit(inputs, cell.Cell, cell.Hidden);
        writer.Line($"{dialect.Store(panel.Lanes, results[0], cellPlace, at)};");
        writer.Line($"{dialect.Store(panel.Lanes, Valid(dialect, results[1], panel, vector), hiddenPlace, at)};");
    }

    /// <summary>A value with its padding lanes set to zero.</summary>
    internal static string Valid(Dialect dialect, string value, Panel panel, int vector)
    {
        int valid = panel.Units - (vector * panel.Lanes);
        return valid >= panel.Lanes ? value : dialect.And(value, dialect.Mask(panel.Lanes, Math.Max(valid, 0)));
    }

    /// <summary>In the order of memory.</summary>
    private IEnumerable<(int Row, Panel Panel, int Vector, int Gate)> Accumulators()
    {
        for (int row = 0; row < rows; row++)
        {
            foreach (Panel panel in tile.Panels)
            {
                for (int gate = 0; gate < cell.Gates.Length; gate++)
                {
                    for (int vector = 0; vector < panel.Vectors; vector++)
                    {
                        yield return (row, panel, vector, gate);
                    }
                }
            }
        }
    }

    private void Declare(Panel panel, string name, string value) => writer.Line($"{dialect.Type(panel.Lanes)} {name} = {value};");

    private string Name(int gate, int row, Panel panel, int vector)
    {
        int before = tile.Panels.TakeWhile(other => other != panel).Sum(other => other.Vectors);
        int index = (row * _vectors) + before + vector;
        return rows * _vectors == 1 ? cell.Gates[gate] : $"{cell.Gates[gate]}{index.ToString(Invariant)}";
    }

    private string WeightRow(Panel panel)
        => tile.Panels.Count == 1 ? "wk" : $"wk{tile.Panels.TakeWhile(other => other != panel).Count().ToString(Invariant)}";

    /// <summary>Where a panel's peepholes lie, from the weights of the tile on.</summary>
    private int PeepholesAt(Panel panel) => tile.Panels.TakeWhile(other => other != panel).Sum(plan.PanelFloats) + plan.SumFloats(panel);

    private static string At(string name, int offset) => offset == 0 ? $"ref {name}" : $"ref Unsafe.Add(ref {name}, {offset})";

    private static int WeightOffset(Panel panel, int vector, int gate) => (gate * panel.Width) + (vector * panel.Lanes);

    private int ProjectedOffset(int row, Panel panel, int vector, int gate)
        => (row * panel.RowFloats) + (panel.Gates * (panel.FirstUnit - tile.FirstUnit)) + WeightOffset(panel, vector, gate);

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;
}
