using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Training;

/// <summary>The backward step of the cell over the tape, and the gradient of what it reads beside the sums.</summary>
internal sealed class AdjointKernels(TrainingPlan plan, TapedCell cell)
{
    private readonly int _stride = plan.Layer.Stride;

    private readonly int _lanes = plan.Target.Lanes;

    private Offset Unit => _stride > _lanes ? "unit" : 0;

    /// <summary>Derivatives of pre-activations over the tape's gates, of c before over that of c after.</summary>
    internal Method Adjoint()
    {
        Node[] results = [.. cell.Derivatives, cell.CellBeforeDerivative];
        (string Name, Load From)[] inputs = [.. Gates(), .. Rows("before", "after", "dh", "dc"), .. cell.Peepholes.Select((name, index) => (name, At("p", index)))];
        var step = new Elementwise(inputs.ToDictionary(input => input.Name, input => (Value)new Local($"{input.Name}0")), _lanes, _lanes, results);
        return new(
            "/// <inheritdoc/>", "Adjoint", ["ref float gates", "ref float before", "ref float after", "ref float dh", "ref float dc", "ref float p", "int rows"],
            [
                .. Elementwise.Constants(_lanes, results),
                Blank,
                new Block("for (; rows > 0; rows--)",
                [
                    Units(
                    [
                        .. inputs.Select(input => new Let(new($"{input.Name}0"), input.From)),
                        .. step.Body,
                        .. cell.Gates.Select((_, gate) => new Store(step.Results[gate], At("gates", gate).From, _lanes)),
                        new Store(step.Results[cell.Gates.Length], At("dc", 0).From, _lanes),
                    ]),
                    Advance("gates", plan.GateStride),
                    .. new[] { "before", "after", "dh", "dc" }.Select(name => Advance(name, _stride)),
                ]),
            ])
        { Public = true };
    }

    internal Method PeepholeGradients()
    {
        string[] parameters = ["ref float gates", "ref float before", "ref float after", "ref float dp", "int rows"];
        if (cell.Peepholes.Length == 0)
        {
            return new("/// <inheritdoc/>", "PeepholeGradients", parameters, []) { Public = true, Jit = Jit.Inlined };
        }

        var terms = new Elementwise(
            Gates().Concat(Rows("before", "after")).ToDictionary(input => input.Name, input => (Value)input.From), _lanes, _lanes, cell.PeepholeDerivatives);
        return new(
            "/// <inheritdoc/>", "PeepholeGradients", parameters,
            [
                new Block("for (; rows > 0; rows--)",
                [
                    Units(
                    [
                        .. terms.Body,
                        .. terms.Results.Select((term, peephole) => new Store(Add(At("dp", peephole), term, _lanes), At("dp", peephole).From, _lanes)),
                    ]),
                    Advance("gates", plan.GateStride),
                    Advance("before", _stride),
                    Advance("after", _stride),
                ]),
            ])
        { Public = true };
    }

    private IEnumerable<(string Name, Load From)> Gates() => cell.Gates.Select((name, index) => (name, At("gates", index)));

    private IEnumerable<(string Name, Load From)> Rows(params string[] names)
        => names.Select(name => (name == "before" ? CellGraph.CellBefore : name, At(name, 0)));

    /// <summary>A loop over the units of a row, a vector at a time; none where one vector holds them all.</summary>
    private Block Units(IReadOnlyList<Statement> body) => new(_stride > _lanes ? $"for (nint unit = 0; unit < {_stride}; unit += {_lanes})" : null, body);

    private Load At(string name, int row) => new(Code.At(name, Unit) + (row * _stride), _lanes);
}
