using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Forward;

/// <summary>The cell over stored sums, for rows of a batch or panels of a row.</summary>
internal static class CellKernel
{
    internal static string Name(Panel panel) => $"Cell{panel.Width}{(panel.Padded ? "Padded" : "")}";

    internal static Method Of(CellStep step, int units, Panel panel, Machine machine)
    {
        bool vectors = step.Cell.Vectors.Count > 0;
        bool remembers = step.Cell.States.Count > 1;
        return new(
            $"""
            // The cell of {Words.Count(panel.Units, "unit")}, for rows of a batch or panels of a row: z [count, {panel.RowFloats}] holds the sums,{(remembers ? $" c [count, {panel.Width}] is replaced," : "")}
            // y [count, {panel.Width}] becomes {step.Cell.States[0]}; rows of {(remembers ? "c and y" : "y")} are a stride apart.
            """,
            Name(panel),
            ["ref float z", .. remembers ? ["ref float c"] : (string[])[], "ref float y", "nint stride", "int count", .. vectors ? ["ref float p", "nint pStride"] : (string[])[]],
            [
                .. Elementwise.Constants(panel.Lanes, step.After),
                Blank,
                new Block("for (int index = 0; index < count; index++)",
                [
                    .. Vectors(step, units, panel),
                    Blank,
                    Advance("z", panel.RowFloats),
                    .. remembers ? [Advance("c", "stride")] : (Statement[])[],
                    Advance("y", "stride"),
                    .. vectors ? [Advance("p", "pStride")] : (Statement[])[],
                ]),
            ])
        { VectorBytes = machine.KeepsConstants && OnLines.Has(Elementwise.Constants(panel.Lanes, step.After)) ? machine.VectorBytes : 0 };
    }

    /// <summary>A loop over the vectors of a panel, or a copy for each where the last differs.</summary>
    private static IEnumerable<Statement> Vectors(CellStep step, int units, Panel panel)
    {
        if (panel.Vectors > 1 && !panel.Padded)
        {
            return [new Block($"for (nint unit = 0; unit < {panel.Width}; unit += {panel.Lanes})", [.. OneVector(step, units, panel, 0, "unit")])];
        }

        return panel.Vectors == 1
            ? OneVector(step, units, panel, 0, 0)
            : Enumerable.Range(0, panel.Vectors).Select(vector => new Block(null, [.. OneVector(step, units, panel, vector, 0)]));
    }

    private static IEnumerable<Statement> OneVector(CellStep step, int units, Panel panel, int vector, Offset unit)
    {
        int at = vector * panel.Lanes;
        return
        [
            .. Sums(step.Cell, panel, At("z", unit) + at),
            .. OneVector(step, units, panel.Lanes, panel, vector, sum => new Local(step.Cell.Sums[sum]), At("c", unit) + at, At("y", unit) + at, At("p", unit) + at),
        ];
    }

    /// <summary>
    /// The cell for one vector of units: reads c, writes c and h at <paramref name="y"/>, and reads the weights of its units, a panel's
    /// width apart, at <paramref name="p"/>. Padding lanes of h and c stay zero. Sums as they stand go to a row of <paramref name="units"/> each.
    /// </summary>
    internal static IEnumerable<Statement> OneVector(
        CellStep step, int units, int widest, Panel panel, int vector, Func<int, Value> sums, Place c, Place y, Place p)
    {
        if (step.Cell is SumsOnly)
        {
            return step.Cell.Sums.Select((_, sum) => new Store(sums(sum), y + (sum * RowLayout.Stride(units)), panel.Lanes));
        }

        Load before = new(c, panel.Lanes);
        bool reread = step.Cell.Vectors.Count > 0;
        var cell = new Elementwise(Inputs(step.Cell, panel, reread ? new Local("before") : before, sums, p), panel.Lanes, widest, [.. Enumerable.Reverse(step.After)]);
        return
        [
            .. reread ? [new Let(new("before"), before)] : (Statement[])[],
            .. cell.Body,
            .. step.Cell.States.Count > 1 ? [new Store(Resting(step, 1, cell.Results[0], panel, vector), c, panel.Lanes)] : (Statement[])[],
            new Store(Valid(cell.Results[cell.Results.Length - 1], panel, vector), y, panel.Lanes),
        ];
    }

    /// <summary>The sums of one vector of units, which lie a panel's width apart, in locals of their names.</summary>
    internal static IEnumerable<Statement> Sums(Cell cell, Panel panel, Place z)
        => cell.Sums.Select((name, sum) => new Let(new(name), new Load(z + (sum * panel.Width), panel.Lanes)));

    /// <summary>What the equations of a cell read for one vector of units; weights of units lie at <paramref name="p"/>, a panel's width apart.</summary>
    internal static Dictionary<Quantity, Value> Inputs(Cell cell, Panel panel, Value before, Func<int, Value> sums, Place p)
    {
        var inputs = new Dictionary<Quantity, Value>();
        if (cell.States.Count > 1)
        {
            inputs[new(QuantityKind.Before, 1)] = before;
        }

        for (int sum = 0; sum < cell.Sums.Count; sum++)
        {
            inputs[new(QuantityKind.Sum, sum)] = sums(sum);
        }

        for (int weight = 0; weight < cell.Vectors.Count; weight++)
        {
            inputs[new(QuantityKind.Vector, weight)] = new Load(p + (weight * panel.Width), panel.Lanes);
        }

        return inputs;
    }

    /// <summary>A state with zero in its padding lanes, where a step would not leave zero there by itself.</summary>
    internal static Value Resting(CellStep step, int state, Value value, Panel panel, int vector)
        => step.RestsAtZero[state] ? value : Valid(value, panel, vector);

    /// <summary>A value with its padding lanes set to zero.</summary>
    internal static Value Valid(Value value, Panel panel, int vector)
    {
        int valid = panel.Units - (vector * panel.Lanes);
        return valid >= panel.Lanes ? value : new Masked(value, panel.Lanes, Math.Max(valid, 0));
    }
}
