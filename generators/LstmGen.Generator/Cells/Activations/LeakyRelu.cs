namespace LstmGen.Generator.Cells;

/// <summary>x where that is 0 or more, else alpha x: y' is 1 where x is above 0, else alpha. y has the sign of x unless alpha is negative.</summary>
internal sealed record LeakyRelu(float Alpha) : Activation
{
    internal override string Name => "leakyRelu";

    internal override bool IsKnownByValue => Alpha >= 0;

    internal override double Value(double x) => x >= 0 ? x : Alpha * x;

    internal override Node Derivative(Graph graph, Node x, Node y)
        => graph.Select(graph.Constant("zero", 0), IsKnownByValue ? y : x, graph.One, graph.Constant("slope", Alpha));

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
        => new(graph.Select(x, graph.Constant("zero", 0), graph.Multiply(graph.Constant("slope", Alpha), x), x));
}
