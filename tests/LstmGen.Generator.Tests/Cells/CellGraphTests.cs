using LstmGen.Generator.Cells;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Cells;

/// <summary>The graph of every kind of cell against its equations, and its names against the numbers that plans count with.</summary>
public class CellGraphTests
{
    public static TheoryData<bool, bool> Kinds => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_graph_computes_the_equations(bool peepholes, bool coupled)
    {
        var cell = CellGraph.Of(new(peepholes, coupled));
        var x = new Dictionary<string, double>
        {
            ["i"] = 0.3, ["f"] = -0.7, ["g"] = 1.1, ["o"] = 0.2, ["c"] = 0.9, ["pi"] = -0.4, ["pf"] = 0.6, ["po"] = 1.3,
        };
        double Seen(string gate, double c) => Sigmoid(x[gate] + (peepholes ? x["p" + gate] * c : 0));
        double f = Seen("f", x["c"]);
        double i = coupled ? 1 - f : Seen("i", x["c"]);
        double after = (f * x["c"]) + (i * Math.Tanh(x["g"]));
        Assert.Equal(after, GraphValue.Of(cell.Cell, x), 1e-12);
        Assert.Equal(Seen("o", after) * Math.Tanh(after), GraphValue.Of(cell.Hidden, x), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_names_are_the_inputs_in_the_order_of_the_weights(bool peepholes, bool coupled)
    {
        var spec = new CellSpec(peepholes, coupled);
        var cell = CellGraph.Of(spec);
        Assert.Equal(coupled ? ["f", "g", "o"] : ["i", "f", "g", "o"], cell.Gates);
        Assert.Equal(!peepholes ? [] : coupled ? ["pf", "po"] : ["pi", "pf", "po"], cell.Peepholes);
        Assert.Equal((cell.Gates.Length, cell.Peepholes.Length), (spec.Gates, spec.PeepholeGates));
        Assert.Equal(
            cell.Gates.Concat(cell.Peepholes).Append(CellGraph.CellBefore).Order(StringComparer.Ordinal),
            Inputs(cell.Hidden).Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Inputs(Node node) => node.Op == Op.Input ? [node.Name!] : node.Operands.SelectMany(Inputs);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
