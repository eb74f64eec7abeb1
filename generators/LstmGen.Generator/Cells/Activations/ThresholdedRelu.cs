namespace LstmGen.Generator.Cells;

/// <summary>x where that is alpha or more, else 0: y' is 1 or 0. At x = 0 y does not tell which.</summary>
internal sealed record ThresholdedRelu(float Alpha) : Activation
{
    internal override string Name => "thresholdedRelu";

    internal override bool IsKnownByValue => false;

    internal override double Value(double x) => x >= Alpha ? x : 0;

    internal override Node Derivative(Graph graph, Node x, Node y)
        => graph.Select(x, graph.Constant("threshold", Alpha), graph.Constant("zero", 0), graph.One);

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
        => new(graph.Select(x, graph.Constant("threshold", Alpha), graph.Constant("zero", 0), x));
}
