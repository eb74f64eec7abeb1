using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Rows;

/// <summary>A cell over rows of sums, and its backward step.</summary>
internal sealed class CellRows
{
    private readonly CellPlan _plan;
    private readonly RowCell _cell;
    private readonly RowLoops _forward;
    private readonly RowLoops _backward;

    internal CellRows(CellPlan plan)
    {
        (_plan, _cell) = (plan, new RowCell(plan.Cell, new(plan.Layer.Activations)));
        _forward = Forward("0", null);
        int sums = plan.Cell.Sums.Count;
        _backward = new RowLoops(
            plan.Machine, plan.Layer.Hidden, Input,
            [
                // What the cell does not read belongs to another.
                .. _cell.SumDerivatives.Select((derivative, at) => new RowResult(derivative, SumAt(at), Over: new(QuantityKind.Sum, at))).Where(result => result.Value.Op != Op.Constant),
                .. _cell.BeforeDerivatives.Select((derivative, at) => at > 0 ? new RowResult(derivative, State("dc", at), Over: new(QuantityKind.AfterDerivative, at))
                    : new RowResult(derivative, At("dh"), Adds: true)).Where((_, at) => at > 0 || _cell.ReadsFirstState),
                .. _cell.VectorDerivatives.Select((derivative, at) => new RowResult(derivative, At("dp", at * plan.Stride), Adds: true)),
            ]);
    }

    private int VectorBytes => _plan.Machine.KeepsConstants && OnLines.Has(_forward.Constants) ? _plan.Machine.VectorBytes : 0;

    private RowLoops Forward(string first, string? last) => new(
        _plan.Machine, _plan.Layer.Hidden, first, last, Input, [.. _cell.Forward.Select((after, at) => new RowResult(after, State(at == 0 ? "y" : "after", at), Over: new(QuantityKind.Before, at)))]);

    /// <summary>Whether several threads can take some units each of a step.</summary>
    internal bool HasParts => _forward.IsElementwise && _plan.Layer.Hidden > _plan.Machine.Lanes;

    /// <summary>Floats of scratch that a step needs.</summary>
    internal int StepScratch => _forward.Scratch;

    /// <summary>Floats of scratch that either needs.</summary>
    internal int Scratch => Math.Max(_forward.Scratch, _backward.Scratch);

    /// <summary>How often a step goes over the units of a row.</summary>
    internal int Passes => _forward.Count;

    /// <summary>The same of the backward step.</summary>
    internal int BackwardPasses => _backward.Count;

    private static string[] CellParameters
        => ["ref float p", "ref float xs", "ref float hs", "ref float z", "ref float h", "ref float before", "ref float y", "ref float after", "nint states"];

    private IEnumerable<int> Further => Enumerable.Range(1, _plan.Cell.States.Count - 1);

    internal Method Cell() => Rows(
        "Cell", _forward, [.. CellParameters, "int rows"],
        [.. Refs("before"), .. Refs("after")],
        [
            .. SumRows, .. _cell.ReadsFirstState ? [Advance("h", _plan.Stride)] : (Statement[])[], Advance("y", _plan.Stride), .. AdvanceAll("before"), .. AdvanceAll("after"),
        ])
        with
    { VectorBytes = VectorBytes };

    /// <summary>Some units of one row; another thread has the others.</summary>
    internal Method Part()
    {
        RowLoops loops = Forward("first", "last");
        return new(
            "// Units first to last - 1 of one row, whole vectors; parameters as of Cell.", "CellPart",
            [.. CellParameters, "nint first", "nint last"], [.. loops.Constants, .. Refs("before"), .. Refs("after"), .. loops.Row])
        { Public = true, VectorBytes = VectorBytes };
    }

    internal Method Adjoint() => Rows(
        "CellAdjoint", _backward,
        [
            "ref float p", "ref float xs", "ref float hs", "ref float z", "ref float h", "ref float before", "ref float dy", "ref float dh", "ref float dc", "ref float dp", "nint states", "int rows",
        ],
        [.. Refs("before"), .. Refs("dc")],
        [
            .. SumRows, Advance("dy", _plan.Stride), .. _cell.ReadsFirstState ? [Advance("h", _plan.Stride), Advance("dh", _plan.Stride)] : (Statement[])[],
            .. AdvanceAll("before"), .. AdvanceAll("dc"),
            .. _plan.Cell.Vectors.Count > 0 ? [Advance("dp", _plan.PackedFloats)] : (Statement[])[],
        ]);

    private Statement[] SumRows => [Advance("xs", _plan.SumStride), Advance("hs", _plan.SumStride)];

    private static Method Rows(string name, RowLoops loops, string[] parameters, IEnumerable<Statement> refs, IEnumerable<Statement> next) => new(
        "/// <inheritdoc/>", name, parameters,
        [
            .. loops.Constants,
            .. refs,
            new Block("for (; rows > 0; rows--)", [.. loops.Row, Blank, .. next]),
        ])
    { Public = true };

    /// <summary>Refs to the states behind the second: all lie as far apart.</summary>
    private IEnumerable<Statement> Refs(string name) => Further.Skip(1).Select(state => new LetRef(Name(name, state), At(name, new(0, "states", state - 1))));

    private IEnumerable<Statement> AdvanceAll(string name) => Further.Select(state => Advance(Name(name, state), _plan.Stride));

    private static string Name(string name, int state) => state <= 1 ? name : $"{name}{state}";

    private static Place State(string name, int state) => At(Name(name, state));

    private Place SumAt(int sum) => At(sum < _plan.Cell.Sums.Count ? "xs" : "hs", sum % _plan.Cell.Sums.Count * _plan.Stride);

    private (string Name, Place At) Input(Quantity quantity) => quantity.Kind switch
    {
        QuantityKind.Sum => ((quantity.Index < _plan.Cell.Sums.Count ? "x" : "h") + Upper(_plan.Cell.Sums[quantity.Index % _plan.Cell.Sums.Count]), SumAt(quantity.Index)),
        QuantityKind.Before => ($"{_plan.Cell.States[quantity.Index]}Before", quantity.Index == 0 ? At("h") : State("before", quantity.Index)),
        QuantityKind.Vector => ($"p{Upper(_plan.Cell.Vectors[quantity.Index].Replace("_", ""))}", At("p", quantity.Index * _plan.Stride)),
        QuantityKind.AfterDerivative => ($"of{Upper(_plan.Cell.States[quantity.Index])}", quantity.Index == 0 ? At("dy") : State("dc", quantity.Index)),
        _ => throw new InvalidOperationException($"A row has no {quantity.Kind}."),
    };

    private static string Upper(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}
