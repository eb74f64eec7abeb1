using LstmGen.Generator.Cells;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Cells;

/// <summary>The graph of every kind of cell against its equations, and its names against the numbers that others count with.</summary>
public class CellTests
{
    public static TheoryData<bool, int> Kinds => new() { { false, 0 }, { true, 0 }, { false, 1 }, { true, 1 }, { false, 2 }, { true, 2 } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_graph_computes_the_equations(bool peepholes, int coupled)
        => AssertEquations(new(peepholes, (CoupledKind)coupled), Sigmoid, Math.Tanh, Math.Tanh);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void All_go_through_the_activations_that_are_asked_for(bool peepholes, int coupled)
        => AssertEquations(
            new(peepholes, (CoupledKind)coupled, new(FunctionKind.HardSigmoid), new(FunctionKind.Softsign), new(FunctionKind.ScaledTanh, 1.7f, 0.5f)),
            x => Math.Clamp((0.2f * x) + 0.5, 0, 1), x => x / (1 + Math.Abs(x)), x => 1.7f * Math.Tanh(0.5 * x));

    /// <summary>Of GELU published values: 1.1 Phi(1.1) and 0.43 Phi(0.43) from tables of the normal distribution.</summary>
    [Fact]
    public void Gelu_is_the_argument_times_the_normal_distribution()
    {
        Assert.Equal(1.1 * 0.8643339, new Gelu().Value(1.1), 1e-6);
        Assert.Equal(-0.43 * 0.3335978, new Gelu().Value(-0.43), 1e-6);
        Assert.Equal((0, 30, 0), (new Gelu().Value(-30), new Gelu().Value(30), new Gelu().Value(0)));
        Assert.Equal(0.841192, new GeluTanh().Value(1), 1e-6);
        Assert.Equal(-0.158808, new GeluTanh().Value(-1), 1e-6);
    }

    /// <summary>Bounds that some values meet and others do not.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_clipped_is_what_goes_into_gates_and_candidate(bool peepholes, int coupled)
        => AssertEquations(
            new(peepholes, (CoupledKind)coupled, Clip: 0.5f), x => Sigmoid(Math.Clamp(x, -0.5, 0.5)), x => Math.Tanh(Math.Clamp(x, -0.5, 0.5)), Math.Tanh, keepsSums: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_clipped_cell_is_what_h_and_the_output_gate_see(bool peepholes, int coupled)
        => AssertEquations(new(peepholes, (CoupledKind)coupled, CellClip: 0.25f), Sigmoid, Math.Tanh, Math.Tanh, cellClip: 0.25);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_names_are_in_the_order_of_the_weights(bool peepholes, int coupled)
    {
        var spec = new CellSpec(peepholes, (CoupledKind)coupled);
        var cell = Cell.Of(spec);
        Assert.Equal(coupled switch { 0 => ["i", "f", "g", "o"], 1 => ["f", "g", "o"], _ => ["i", "g", "o"] }, cell.Sums);
        Assert.Equal(!peepholes ? [] : coupled switch { 0 => ["i", "f", "o"], 1 => ["f", "o"], _ => ["i", "o"] }, cell.Vectors);
        Assert.Equal((cell.Sums.Count, cell.Vectors.Count), (spec.Layout.Sums, spec.Layout.Vectors.Length));
    }

    /// <summary>Units that only fill a vector stay as they are; where they would not, kernels have to see to it.</summary>
    [Fact]
    public void States_that_leave_zero_are_known()
    {
        Assert.Equal([true, true], Cell.Of(default).Step().RestsAtZero);
        Assert.Equal([true, true], Cell.Of(new(Gate: new(FunctionKind.Softplus), Candidate: new(FunctionKind.Elu))).Step().RestsAtZero);
        Assert.Equal([true, true], Cell.Of(new(Candidate: new(FunctionKind.GeluTanh), Output: new(FunctionKind.Gelu))).Step().RestsAtZero);
        Assert.Equal([false, false], Cell.Of(new(Candidate: new(FunctionKind.Softplus))).Step().RestsAtZero);
        Assert.Equal([false, true], Cell.Of(new(Output: new(FunctionKind.Sigmoid))).Step().RestsAtZero);
    }

    /// <summary>One name stands for one constant in generated code.</summary>
    [Fact]
    public void Constants_of_one_name_are_told_apart()
    {
        var graph = new Graph();
        Node[] constants = [graph.Constant("slope", 1.5f), graph.Constant("slope", 2.5f), graph.Constant("slope", 1.5f), graph.Constant("slope", 3.5f)];
        Assert.Equal(["slope", "slope2", "slope", "slope3"], constants.Select(constant => constant.Name));
        Assert.Same(constants[0], constants[2]);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void AssertEquations(
        CellSpec spec, Func<double, double> gateOf, Func<double, double> candidateOf, Func<double, double> outputOf, bool keepsSums = false, double cellClip = double.PositiveInfinity)
    {
        var cell = Cell.Of(spec);
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

        double Seen(string gate, double c) => sums[gate] + (spec.Peepholes ? weights[gate] * c : 0);
        double i = gateOf(Seen("i", 0.9)), f = gateOf(Seen("f", 0.9));
        (i, f) = spec.CoupledGates switch { CoupledKind.None => (i, f), CoupledKind.InputFromForget => (1 - f, f), _ => (i, 1 - i) };
        double g = candidateOf(1.1);
        double after = Math.Clamp((f * 0.9) + (i * g), -cellClip, cellClip);
        double o = gateOf(Seen("o", after));
        CellStep step = cell.Step();
        Assert.Equal(after, GraphValue.Of(step.After[1], x), 1e-7);
        Assert.Equal(o * outputOf(after), GraphValue.Of(step.After[0], x), 1e-7);
        var kept = new Dictionary<string, double> { ["i"] = keepsSums ? Seen("i", 0.9) : i, ["f"] = keepsSums ? Seen("f", 0.9) : f, ["g"] = keepsSums ? 1.1 : g, ["o"] = keepsSums ? Seen("o", after) : o };
        Assert.Equal(cell.Sums.Select(name => kept[name]), step.Kept.Select(node => GraphValue.Of(node, x)), (a, b) => Math.Abs(a - b) < 1e-7);
    }
}
