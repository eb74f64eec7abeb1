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

    internal static Method Of(CellGraph cell, Panel panel)
    {
        bool peepholes = cell.Peepholes.Length > 0;
        return new(
            $"// The cell of {Words.Count(panel.Units, "unit")}, for rows of a batch or panels of a row: c and y are a stride apart.", Name(panel),
            ["ref float z", "ref float c", "ref float y", "nint stride", "int count", .. peepholes ? ["ref float p", "nint pStride"] : (string[])[]],
            [
                .. Elementwise.Constants(panel.Lanes, cell.Cell, cell.Hidden),
                Blank,
                new Block("for (int index = 0; index < count; index++)",
                [
                    .. Vectors(cell, panel),
                    Blank,
                    Advance("z", panel.RowFloats),
                    Advance("c", "stride"),
                    Advance("y", "stride"),
                    .. peepholes ? [Advance("p", "pStride")] : (Statement[])[],
                ]),
            ]);
    }

    /// <summary>A loop over the vectors of a panel, or a copy for each where the last differs.</summary>
    private static IEnumerable<Statement> Vectors(CellGraph cell, Panel panel)
    {
        if (panel.Vectors > 1 && !panel.Padded)
        {
            return [new Block($"for (nint unit = 0; unit < {panel.Width}; unit += {panel.Lanes})", [.. OneVector(cell, panel, 0, "unit")])];
        }

        return panel.Vectors == 1
            ? OneVector(cell, panel, 0, 0)
            : Enumerable.Range(0, panel.Vectors).Select(vector => new Block(null, [.. OneVector(cell, panel, vector, 0)]));
    }

    private static IEnumerable<Statement> OneVector(CellGraph cell, Panel panel, int vector, Offset unit)
    {
        int at = vector * panel.Lanes;
        return
        [
            .. cell.Gates.Select((gate, index) => new Let(new(gate), new Load(At("z", unit) + ((index * panel.Width) + at), panel.Lanes))),
            .. OneVector(cell, panel.Lanes, panel, vector, gate => new Local(cell.Gates[gate]), At("c", unit) + at, At("y", unit) + at, At("p", unit) + at),
        ];
    }

    /// <summary>
    /// The cell for one vector of units: reads c, writes c and h at <paramref name="y"/>, and reads the peephole weights of its units, a panel's
    /// width apart, at <paramref name="p"/>. Padding lanes of h stay zero.
    /// </summary>
    internal static IEnumerable<Statement> OneVector(
        CellGraph cell, int widest, Panel panel, int vector, Func<int, Value> sums, Place c, Place y, Place p)
    {
        Value before = new Load(c, panel.Lanes);
        var body = new List<Statement>();
        if (cell.Peepholes.Length > 0)
        {
            body.Add(new Let(new("before"), before));
            before = new Local("before");
        }

        var inputs = new Dictionary<string, Value>(StringComparer.Ordinal) { [CellGraph.CellBefore] = before };
        for (int gate = 0; gate < cell.Gates.Length; gate++)
        {
            inputs[cell.Gates[gate]] = sums(gate);
        }

        for (int index = 0; index < cell.Peepholes.Length; index++)
        {
            inputs[cell.Peepholes[index]] = new Load(p + (index * panel.Width), panel.Lanes);
        }

        var step = new Elementwise(inputs, panel.Lanes, widest, cell.Cell, cell.Hidden);
        body.AddRange(step.Body);
        body.Add(new Store(step.Results[0], c, panel.Lanes));
        body.Add(new Store(Valid(step.Results[1], panel, vector), y, panel.Lanes));
        return body;
    }

    /// <summary>A value with its padding lanes set to zero.</summary>
    internal static Value Valid(Value value, Panel panel, int vector)
    {
        int valid = panel.Units - (vector * panel.Lanes);
        return valid >= panel.Lanes ? value : new Masked(value, panel.Lanes, Math.Max(valid, 0));
    }
}
