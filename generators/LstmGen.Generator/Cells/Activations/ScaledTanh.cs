namespace LstmGen.Generator.Cells;

/// <summary>alpha tanh(beta x): y' is alpha beta (1 - tanh(beta x)^2), with tanh computed again, since alpha may be of any size.</summary>
internal sealed record ScaledTanh(float Alpha, float Beta) : Activation
{
    internal override string Name => "scaledTanh";

    internal override bool IsKnownByValue => false;

    internal override double Value(double x) => Alpha * Math.Tanh(Beta * x);

    internal override Node Derivative(Graph graph, Node x, Node y)
    {
        Node tanh = graph.Apply(Tanh, graph.Multiply(graph.Constant("rate", Beta), x));
        return graph.Multiply(
            graph.Multiply(graph.Constant("scale", Alpha), graph.Constant("rate", Beta)), graph.NegatedMultiplyAdd(tanh, tanh, graph.One));
    }

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
    {
        Node scaled = graph.Multiply(graph.Constant("rate", Beta), x).As($"scaled{x.Suffix()}");
        return new Quotient(graph.Multiply(graph.Constant("scale", Alpha), Tanh.Lower(graph, scaled, choice).Value(graph)));
    }
}
