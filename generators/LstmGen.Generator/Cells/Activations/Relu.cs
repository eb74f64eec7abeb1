namespace LstmGen.Generator.Cells;

/// <summary>max(0, x): y' is 1 where y is above 0.</summary>
internal sealed record Relu : Activation
{
    internal override string Name => "relu";

    internal override double Value(double x) => Math.Max(0, x);

    internal override Node Derivative(Graph graph, Node x, Node y)
    {
        Node zero = graph.Constant("zero", 0);
        return graph.Select(zero, y, graph.One, zero);
    }

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice) => new(graph.Max(graph.Constant("zero", 0), x));
}
