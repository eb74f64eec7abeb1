using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>The logistic function: y' = y (1 - y).</summary>
internal sealed record Sigmoid : Activation
{
    internal override string Name => "sigmoid";

    internal override bool IsSmallFraction => true;

    internal override double Value(double x) => 1 / (1 + Math.Exp(-x));

    internal override Node Derivative(Graph graph, Node x, Node y) => graph.NegatedMultiplyAdd(y, y, y);

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
        => choice.Kind == ActivationKind.Accurate ? AccurateActivations.Sigmoid(graph, x) : FastActivations.Sigmoid(graph, x);
}
