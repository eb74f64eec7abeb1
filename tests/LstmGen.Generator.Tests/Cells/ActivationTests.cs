using LstmGen.Generator.Cells;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Cells;

/// <summary>What activations lower to, against their own value.</summary>
public class ActivationTests
{
    /// <summary>Every function as it is by itself, and with constants of other size and sign.</summary>
    internal static ActivationSpec[] Specs { get; } =
    [
        .. Enum.GetValues<FunctionKind>().SelectMany(function => ((float?[])[null, 0.7f, -1.3f]).SelectMany(alpha => ((float?[])[null, -0.4f]).Select(beta => new ActivationSpec(
            function, ActivationSpec.OwnAlpha(function) is null ? null : alpha, ActivationSpec.OwnBeta(function) is null ? null : beta)))).Distinct(),
    ];

    internal static Activation[] All { get; } = [.. Specs.Select(spec => Activation.Of(spec, FunctionKind.Sigmoid))];

    [Fact]
    public void Every_activation_is_among_them_and_none_twice()
    {
        Assert.Equal(typeof(Activation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Activation))).ToHashSet(), All.Select(each => each.GetType()).ToHashSet());
        Assert.Equal(All.Length, All.Distinct().Count());
    }

    /// <summary>NaN stays NaN, and what is large does not become it: a cell may be fed anything.</summary>
    [Fact]
    public void Extremes_of_the_argument_give_what_the_function_tends_to()
    {
        foreach (Activation activation in All)
        {
            foreach (ActivationKind kind in Enum.GetValues<ActivationKind>())
            {
                var graph = new Graph();
                Node x = graph.Input(new(QuantityKind.Sum, 0), "x");
                Node lowered = Lowering.Lower(new Graph(), new(kind), graph.Apply(activation, x))[0];
                double At(float value) => GraphValue.Of(lowered, new Dictionary<Quantity, double> { [x.Quantity] = value }, single: true);
                Assert.True(double.IsNaN(At(float.NaN)) || activation is Affine { Alpha: 0 }, activation.ToString());
                foreach (float value in (float[])[0, -0f, 100, -100, 1e20f, -1e20f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity])
                {
                    double exact = activation.Value(value), found = At(value);
                    Assert.True(
                        Math.Abs(exact) > float.MaxValue ? found == (float)exact : Math.Abs(found - exact) <= 5e-6 * Math.Max(1, Math.Abs(exact)), $"{activation} of {value}: {found}, not {exact}");
                }
            }
        }
    }

    [Fact]
    public void Elementary_operations_compute_the_activation()
    {
        foreach (Activation activation in All)
        {
            foreach (ActivationKind kind in Enum.GetValues<ActivationKind>())
            {
                var graph = new Graph();
                Node x = graph.Input(new(QuantityKind.Sum, 0), "x");
                Node lowered = Lowering.Lower(new Graph(), new(kind), graph.Apply(activation, x))[0];
                for (double at = -9.75; at < 10; at += 0.5)
                {
                    Assert.Equal(activation.Value(at), GraphValue.Of(lowered, new Dictionary<Quantity, double> { [x.Quantity] = at }, single: true), 5e-6);
                }
            }
        }
    }

    /// <summary>A gate of 1 times something large: a common fraction of both would overflow.</summary>
    [Fact]
    public void A_product_of_activations_overflows_where_its_value_does()
    {
        var graph = new Graph();
        (Node x, Node y) = (graph.Input(new(QuantityKind.Sum, 0), "x"), graph.Input(new(QuantityKind.Sum, 1), "y"));
        foreach (Activation activation in All)
        {
            Node lowered = Lowering.Lower(new Graph(), new(ActivationKind.Accurate), graph.Multiply(graph.Apply(Activation.Sigmoid, x), graph.Apply(activation, y)))[0];
            foreach (float value in (float[])[1e30f, -1e30f, 1e35f, -2])
            {
                double found = GraphValue.Of(lowered, new Dictionary<Quantity, double> { [x.Quantity] = 60, [y.Quantity] = value }, single: true), exact = activation.Value(value);
                Assert.True(Math.Abs(found - exact) <= 5e-6 * Math.Max(1, Math.Abs(exact)), $"{activation} of {value}: {found}, not {exact}");
            }
        }
    }

    [Fact]
    public void An_exponential_is_one()
    {
        var graph = new Graph();
        Node x = graph.Input(new(QuantityKind.Sum, 0), "x");
        Node lowered = Lowering.Lower(new Graph(), new(ActivationKind.Accurate), graph.Exp(x))[0];
        for (double at = -9.75; at < 10; at += 0.5)
        {
            Assert.Equal(1, GraphValue.Of(lowered, new Dictionary<Quantity, double> { [x.Quantity] = at }, single: true) / Math.Exp(at), 3e-7);
        }
    }
}
