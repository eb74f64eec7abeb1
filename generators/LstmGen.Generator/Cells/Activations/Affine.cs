namespace LstmGen.Generator.Cells;

/// <summary>alpha x + beta: y' is alpha.</summary>
internal sealed record Affine(float Alpha, float Beta) : Activation
{
    internal override string Name => "affine";

    internal override double Value(double x) => (Alpha * x) + Beta;

    internal override Node Derivative(Graph graph, Node x, Node y) => graph.Constant("slope", Alpha);

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
        => new(graph.MultiplyAdd(graph.Constant("slope", Alpha), x, graph.Constant("offset", Beta)));
}
