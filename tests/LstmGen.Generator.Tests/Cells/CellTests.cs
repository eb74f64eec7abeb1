using LstmGen.Generator.Cells;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Cells;

/// <summary>The graph of every kind of cell against its equations, and its names against the numbers that others count with.</summary>
public class CellTests
{
    public static TheoryData<bool, bool> Kinds => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_graph_computes_the_equations(bool peepholes, bool coupled) => AssertEquations(peepholes, coupled, default, x => 1 / (1 + Math.Exp(-x)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gates_go_through_the_activation_that_is_asked_for(bool peepholes, bool coupled)
        => AssertEquations(peepholes, coupled, GateActivationKind.HardSigmoid, x => Math.Clamp((0.2 * x) + 0.5, 0, 1));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_names_are_in_the_order_of_the_weights(bool peepholes, bool coupled)
    {
        var spec = new CellSpec(peepholes, coupled);
        var cell = Cell.Of(spec);
        Assert.Equal(coupled ? ["f", "g", "o"] : ["i", "f", "g", "o"], cell.Sums);
        Assert.Equal(!peepholes ? [] : coupled ? ["f", "o"] : ["i", "f", "o"], cell.Vectors);
        Assert.Equal((cell.Sums.Count, cell.Vectors.Count), (spec.Layout.Sums, spec.Layout.Vectors.Length));
    }

    private static void AssertEquations(bool peepholes, bool coupled, GateActivationKind activation, Func<double, double> gateOf)
    {
        var cell = Cell.Of(new(peepholes, coupled, activation));
        var sums = new Dictionary<string, double> { ["i"] = 0.3, ["f"] = -0.7, ["g"] = 1.1, ["o"] = 0.2 };
        var weights = new Dictionary<string, double> { ["i"] = -0.4, ["f"] = 0.6, ["o"] = 1.3 };
        var x = new Dictionary<Quantity, double> { [new(QuantityKind.Before, 1)] = 0.9 };
        foreach ((string name, int at) in cell.Sums.Select((name, at) => (name, at)))
        {
            x[new(QuantityKind.Sum, at)] = sums[name];
        }

        foreach ((string name, int at) in cell.Vectors.Select((name, at) => (name, at)))
        {
            x[new(QuantityKind.Vector, at)] = weights[name];
        }

        double Seen(string gate, double c) => gateOf(sums[gate] + (peepholes ? weights[gate] * c : 0));
        double f = Seen("f", 0.9);
        double i = coupled ? 1 - f : Seen("i", 0.9);
        double after = (f * 0.9) + (i * Math.Tanh(1.1));
        CellStep step = cell.Step();
        Assert.Equal(after, GraphValue.Of(step.After[1], x), 1e-12);
        Assert.Equal(Seen("o", after) * Math.Tanh(after), GraphValue.Of(step.After[0], x), 1e-12);
        Assert.Equal(coupled ? [f, Math.Tanh(1.1), Seen("o", after)] : [i, f, Math.Tanh(1.1), Seen("o", after)], step.Kept.Select(kept => GraphValue.Of(kept, x)), (a, b) => Math.Abs(a - b) < 1e-12);
    }
}
