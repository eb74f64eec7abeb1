using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Training;

/// <summary>The backward step of the cell over the tape, and the gradient of what it reads beside the sums.</summary>
internal sealed class AdjointKernels(TrainingPlan plan, TapedCell cell)
{
    private readonly int _stride = plan.Layer.Stride;

    private readonly int _lanes = plan.Machine.Lanes;

    private readonly EquatableArray<string> _sums = plan.Layer.Cell.Sums;

    private bool Remembers => plan.Layer.HasCellState;

    private Offset Unit => _stride > _lanes ? "unit" : 0;

    /// <summary>Derivatives of pre-activations over the tape's gates, of c before over that of c after.</summary>
    internal Method Adjoint()
    {
        Node[] results = [.. cell.SumDerivatives, .. cell.BeforeDerivatives];
        (Quantity What, string Name, Load From)[] inputs =
        [
            .. _sums.Select((name, sum) => (new Quantity(QuantityKind.Kept, sum), $"{name}0", At("gates", sum))),
            .. Remembers ? [(new(QuantityKind.Before, 1), "before0", At("before")), (new(QuantityKind.After, 1), "after0", At("after"))] : ((Quantity, string, Load)[])[],
            (new(QuantityKind.AfterDerivative, 0), "dh0", At("dh")),
            .. Remembers ? [(new(QuantityKind.AfterDerivative, 1), "dc0", At("dc"))] : ((Quantity, string, Load)[])[],
            .. plan.Layer.Cell.Vectors.Select((name, weight) => (new Quantity(QuantityKind.Vector, weight), $"p{name}0", At("p", weight))),
        ];
        var step = new Elementwise(inputs.ToDictionary(input => input.What, input => (Value)new Local(input.Name)), _lanes, _lanes, results);
        return new(
            "/// <inheritdoc/>", "Adjoint", ["ref float gates", "ref float before", "ref float after", "ref float dh", "ref float dc", "ref float p", "int rows"],
            [
                .. Elementwise.Constants(_lanes, results),
                Blank,
                new Block("for (; rows > 0; rows--)",
                [
                    Units(
                    [
                        .. inputs.Select(input => new Let(new(input.Name), input.From)),
                        .. step.Body,
                        .. _sums.Select((_, sum) => new Store(step.Results[sum], At("gates", sum).From, _lanes)),
                        .. Remembers ? [new Store(step.Results[_sums.Count], At("dc").From, _lanes)] : (Statement[])[],
                    ]),
                    Advance("gates", plan.GateStride),
                    .. (Remembers ? (string[])["before", "after", "dh", "dc"] : ["dh"]).Select(name => Advance(name, _stride)),
                ]),
            ])
        { Public = true };
    }

    /// <summary>The gradient of the weights of units, from the states and the derivatives that replaced the tape's gates.</summary>
    internal Method VectorGradients()
    {
        string[] parameters = ["ref float gates", "ref float before", "ref float after", "ref float dp", "int rows"];
        if (cell.VectorDerivatives.Length == 0)
        {
            return new("/// <inheritdoc/>", "VectorGradients", parameters, []) { Public = true, Jit = Jit.Inlined };
        }

        var inputs = new Dictionary<Quantity, Value> { [new(QuantityKind.Before, 1)] = At("before"), [new(QuantityKind.After, 1)] = At("after") };
        for (int sum = 0; sum < _sums.Count; sum++)
        {
            inputs[new(QuantityKind.SumDerivative, sum)] = At("gates", sum);
        }

        var terms = new Elementwise(inputs, _lanes, _lanes, cell.VectorDerivatives);
        return new(
            "/// <inheritdoc/>", "VectorGradients", parameters,
            [
                new Block("for (; rows > 0; rows--)",
                [
                    Units(
                    [
                        .. terms.Body,
                        .. terms.Results.Select((term, weight) => new Store(Add(At("dp", weight), term, _lanes), At("dp", weight).From, _lanes)),
                    ]),
                    Advance("gates", plan.GateStride),
                    Advance("before", _stride),
                    Advance("after", _stride),
                ]),
            ])
        { Public = true };
    }

    /// <summary>A loop over the units of a row, a vector at a time; none where one vector holds them all.</summary>
    private Block Units(IReadOnlyList<Statement> body) => new(_stride > _lanes ? $"for (nint unit = 0; unit < {_stride}; unit += {_lanes})" : null, body);

    private Load At(string name, int row = 0) => new(Code.At(name, Unit) + (row * _stride), _lanes);
}
