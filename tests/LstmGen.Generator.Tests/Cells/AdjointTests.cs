using LstmGen.Generator.Cells;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Cells;

/// <summary>Derived backward steps against central differences of the graph they come from.</summary>
public class AdjointTests
{
    private const double Step = 1e-6;

    private static readonly double[] Values = [0.3, -0.7, 1.1, 0.2, 0.9, -0.4, 0.6, 1.3];

    public static TheoryData<int> Cells => [.. Enumerable.Range(0, SomeCells.All.Length)];

    /// <summary>The backward step as it is emitted: from the tape and the states alone, with activations as the kernels compute them.</summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public void The_backward_step_gives_every_derivative_from_the_tape_alone(int index)
    {
        Cell cell = SomeCells.All[index];
        CellStep step = cell.Step();
        var taped = new TapedCell(cell, new(ActivationKind.Accurate));
        Dictionary<Quantity, double> x = Inputs(cell);
        var loss = new Dictionary<Quantity, double> { [new(QuantityKind.AfterDerivative, 0)] = 0.8, [new(QuantityKind.AfterDerivative, 1)] = -1.7 };

        Dictionary<Quantity, double> tape = new(loss) { [new(QuantityKind.Before, 1)] = x[new(QuantityKind.Before, 1)], [new(QuantityKind.After, 1)] = GraphValue.Of(step.After[1], x) };
        AddAll(tape, QuantityKind.Kept, step.Kept.Select(kept => GraphValue.Of(kept, x)));
        AddAll(tape, QuantityKind.Vector, cell.Vectors.Select((_, at) => x[new(QuantityKind.Vector, at)]));
        double[] sums = [.. taped.SumDerivatives.Select(derivative => GraphValue.Of(derivative, tape, single: true))];
        for (int sum = 0; sum < sums.Length; sum++)
        {
            Assert.Equal(Difference(new(QuantityKind.Sum, sum)), sums[sum], 2e-6);
        }

        Assert.Equal(Difference(new(QuantityKind.Before, 1)), GraphValue.Of(Assert.Single(taped.BeforeDerivatives), tape, single: true), 2e-6);

        Dictionary<Quantity, double> afterwards = new() { [new(QuantityKind.Before, 1)] = tape[new(QuantityKind.Before, 1)], [new(QuantityKind.After, 1)] = tape[new(QuantityKind.After, 1)] };
        AddAll(afterwards, QuantityKind.SumDerivative, sums);
        for (int vector = 0; vector < cell.Vectors.Count && cell is Lstm; vector++)
        {
            Assert.Equal(Difference(new(QuantityKind.Vector, vector)), GraphValue.Of(taped.VectorDerivatives[vector], afterwards, single: true), 2e-6);
        }

        double Difference(Quantity input)
        {
            return (Loss(Step) - Loss(-Step)) / (2 * Step);

            double Loss(double by)
            {
                var moved = new Dictionary<Quantity, double>(x) { [input] = x[input] + by };
                return (0.8 * GraphValue.Of(step.After[0], moved)) + (-1.7 * GraphValue.Of(step.After[1], moved));
            }
        }
    }

    [Fact]
    public void Every_rule_is_that_of_its_operation()
    {
        var graph = new Graph();
        Node[] inputs = [.. Enumerable.Range(0, 4).Select(at => graph.Input(new(QuantityKind.Sum, at), $"x{at}"))];
        (Node a, Node b, Node c, Node d) = (inputs[0], inputs[1], inputs[2], inputs[3]);
        Node half = graph.Constant("half", 0x3F000000);
        Node[] values =
        [
            graph.Add(a, b), graph.Subtract(a, b), graph.Multiply(a, b), graph.Divide(a, b), graph.MultiplyAdd(a, b, c), graph.NegatedMultiplyAdd(a, b, c),
            graph.Min(half, a), graph.Min(half, c), graph.Max(half, a), graph.Max(half, c), graph.Min(a, b), graph.Max(a, b), graph.Select(a, b, c, d), graph.Select(b, a, c, d),
            graph.Exp(a), graph.Sqrt(graph.Multiply(b, b)), graph.InverseSqrt(graph.Multiply(a, a)), graph.Mean(graph.Multiply(a, b)), graph.Divide(graph.Subtract(a, graph.Mean(a)), graph.Mean(graph.Multiply(a, a))),
            .. ActivationTests.All.Select(activation => graph.Apply(activation, a)),
            graph.Multiply(a, a), graph.Subtract(graph.One, a), graph.Subtract(graph.Multiply(a, b), a), graph.Divide(graph.One, graph.Add(a, a)),
        ];
        Assert.Equal(
            Enum.GetValues<Op>().Except([Op.Input, Op.ShiftBitsLeft, Op.AddBits]).Order(), values.SelectMany(Within).Select(node => node.Op).Except([Op.Input]).Distinct().Order());

        // Three units, so that what reduces over them is told from what does not.
        Dictionary<Quantity, double[]> x = inputs.ToDictionary(input => input.Quantity, input => Values.Skip(input.Quantity.Index).Take(3).ToArray());
        Quantity seed = new(QuantityKind.AfterDerivative, 0);
        x[seed] = [0.8, -1.2, 0.5];
        foreach (Node value in values)
        {
            var adjoint = new Adjoint(graph, (value, graph.Input(seed, "dh")));
            foreach (Node input in Within(value).Where(node => node.Op == Op.Input).Distinct())
            {
                double[] derived = GraphValue.Of(adjoint.Of(input), x);
                for (int unit = 0; unit < 3; unit++)
                {
                    Assert.Equal((Loss(input, unit, Step) - Loss(input, unit, -Step)) / (2 * Step), derived[unit], 1e-7);
                }
            }

            double Loss(Node input, int unit, double by)
            {
                double[] moved = [.. x[input.Quantity]];
                moved[unit] += by;
                return GraphValue.Of(value, new Dictionary<Quantity, double[]>(x) { [input.Quantity] = moved }).Zip(x[seed], (y, dy) => y * dy).Sum();
            }
        }
    }

    [Fact]
    public void What_has_no_rule_is_refused()
    {
        var graph = new Graph();
        Node x = graph.Input(new(QuantityKind.Sum, 0), "x");
        Assert.Throws<InvalidOperationException>(() => new Adjoint(graph, (graph.ShiftBitsLeft(x, 3), graph.One)));
    }

    private static Dictionary<Quantity, double> Inputs(Cell cell)
    {
        var x = new Dictionary<Quantity, double> { [new(QuantityKind.Before, 1)] = 0.9 };
        AddAll(x, QuantityKind.Sum, Values.Take(cell.Sums.Count));
        AddAll(x, QuantityKind.Vector, Values.Skip(4).Take(cell.Vectors.Count));
        return x;
    }

    private static void AddAll(Dictionary<Quantity, double> to, QuantityKind kind, IEnumerable<double> values)
    {
        foreach (double value in values)
        {
            to.Add(new(kind, to.Keys.Count(key => key.Kind == kind)), value);
        }
    }

    private static IEnumerable<Node> Within(Node node) => node.Operands.SelectMany(Within).Append(node);
}
