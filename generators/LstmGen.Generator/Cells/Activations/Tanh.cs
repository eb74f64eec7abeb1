using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>The hyperbolic tangent: y' = 1 - y^2.</summary>
internal sealed record Tanh : Activation
{
    internal override string Name => "tanh";

    internal override bool IsSmallFraction => true;

    internal override double Value(double x) => Math.Tanh(x);

    internal override Node Derivative(Graph graph, Node x, Node y) => graph.NegatedMultiplyAdd(y, y, graph.One);

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
        => choice.Kind == ActivationKind.Accurate ? AccurateActivations.Tanh(graph, x, choice.OwnTanhConstants) : FastActivations.Tanh(graph, x);
}
