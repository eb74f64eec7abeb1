namespace LstmGen.Generator.Cells;

/// <summary>x / (1 + |x|): y' is (1 - |y|)^2.</summary>
internal sealed record Softsign : Activation
{
    internal override string Name => "softsign";

    internal override double Value(double x) => double.IsInfinity(x) ? Math.Sign(x) : x / (1 + Math.Abs(x));

    internal override Node Derivative(Graph graph, Node x, Node y)
    {
        Node rest = graph.Subtract(graph.One, Absolute(graph, y));
        return graph.Multiply(rest, rest);
    }

    // Within the largest floats: infinity over infinity would be NaN.
    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
    {
        Node bounded = graph.Min(graph.Constant("most", float.MaxValue), graph.Max(graph.Constant("least", -float.MaxValue), x)).As($"bounded{x.Suffix()}");
        return new Quotient(bounded, graph.Add(graph.One, Absolute(graph, bounded)));
    }
}
