using LstmGen.Generator.Cells;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Cells;

/// <summary>Derived backward steps against central differences of the graph they come from.</summary>
public class AdjointTests
{
    private const double Step = 1e-6;

    public static TheoryData<bool, bool> Kinds => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    private static Dictionary<string, double> Inputs => new()
    {
        ["i"] = 0.3, ["f"] = -0.7, ["g"] = 1.1, ["o"] = 0.2, ["c"] = 0.9, ["pi"] = -0.4, ["pf"] = 0.6, ["po"] = 1.3, ["dh"] = 0.8, ["dc"] = -1.7,
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_derivative_of_a_cell_is_that_of_its_values(bool peepholes, bool coupled)
    {
        var cell = CellGraph.Of(new(peepholes, coupled));
        Graph graph = cell.Graph;
        var adjoint = new Adjoint(graph, (cell.Hidden, graph.Input("dh")), (cell.Cell, graph.Input("dc")));

        foreach (string name in cell.Gates.Concat(cell.Peepholes).Append("c"))
        {
            Assert.Equal(Difference(cell, name), GraphValue.Of(adjoint.Of(graph.Input(name)), Inputs), 1e-8);
        }
    }

    /// <summary>The backward step as it is emitted: from the tape alone, with sigmoid and tanh as the kernels compute them.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_backward_step_needs_the_tape_alone(bool peepholes, bool coupled)
    {
        var spec = new CellSpec(peepholes, coupled);
        var cell = new TapedCell(CellGraph.Of(spec), ActivationKind.Accurate);
        string[] known = [.. cell.Gates, .. cell.Peepholes, "c", "after", "dh", "dc"];

        Assert.Empty(cell.Derivatives.Append(cell.CellBeforeDerivative).SelectMany(Names).Except(known));
        Assert.Empty(cell.PeepholeDerivatives.SelectMany(Names).Except([.. cell.Gates, "c", "after"]));
        Assert.Equal((spec.Gates, spec.PeepholeGates), (cell.Derivatives.Length, cell.PeepholeDerivatives.Length));
    }

    [Fact]
    public void Every_rule_is_that_of_its_operation()
    {
        var graph = new Graph();
        (Node a, Node b, Node c) = (graph.Input("i"), graph.Input("f"), graph.Input("g"));
        Node[] values =
        [
            graph.Add(a, b), graph.Subtract(a, b), graph.Multiply(a, b), graph.MultiplyAdd(a, b, c), graph.Sigmoid(a), graph.Tanh(a),
            graph.Multiply(a, a), graph.Subtract(graph.Constant("one", 0x3F800000), a), graph.Subtract(graph.Multiply(a, b), a),
        ];

        foreach (Node value in values)
        {
            var adjoint = new Adjoint(graph, (value, graph.Input("dh")));
            foreach (Node input in value.Operands.SelectMany(operand => operand.Operands.Append(operand)).Where(node => node.Op == Op.Input).Distinct())
            {
                Dictionary<string, double> x = Inputs;
                x[input.Name!] += Step;
                double above = GraphValue.Of(value, x);
                x[input.Name!] -= 2 * Step;
                Assert.Equal(0.8 * (above - GraphValue.Of(value, x)) / (2 * Step), GraphValue.Of(adjoint.Of(input), Inputs), 1e-8);
            }
        }
    }

    private static double Difference(CellGraph cell, string name)
    {
        Dictionary<string, double> x = Inputs;
        x[name] += Step;
        double above = Loss();
        x[name] -= 2 * Step;
        return (above - Loss()) / (2 * Step);

        double Loss() => (x["dh"] * GraphValue.Of(cell.Hidden, x)) + (x["dc"] * GraphValue.Of(cell.Cell, x));
    }

    private static IEnumerable<string> Names(Node node) => node.Op == Op.Input ? [node.Name!] : node.Operands.SelectMany(Names);
}
