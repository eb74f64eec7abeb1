using LstmGen.Generator.Cells;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Cells;

/// <summary>What activations lower to, against their own value.</summary>
public class ActivationTests
{
    internal static Activation[] All { get; } =
        [.. typeof(Activation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Activation))).Select(type => (Activation)Activator.CreateInstance(type)!)];

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
