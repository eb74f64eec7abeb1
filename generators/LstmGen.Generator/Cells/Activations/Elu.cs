namespace LstmGen.Generator.Cells;

/// <summary>x where that is 0 or more, else alpha (exp(x) - 1): y' is 1 or y + alpha. y has the sign of x unless alpha is negative.</summary>
internal sealed record Elu(float Alpha) : Activation
{
    internal override string Name => "elu";

    internal override bool IsKnownByValue => Alpha >= 0;

    internal override double Value(double x) => x >= 0 ? x : Alpha * (Math.Exp(x) - 1);

    internal override Node Derivative(Graph graph, Node x, Node y)
    {
        Node zero = graph.Constant("zero", 0);
        return graph.Select(zero, IsKnownByValue ? y : x, graph.One, graph.Add(y, graph.Constant("scale", Alpha)));
    }

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
        => new(graph.Select(x, graph.Constant("zero", 0), graph.Multiply(graph.Constant("scale", Alpha), AccurateActivations.ExpMinusOne(graph, x)), x));
}
