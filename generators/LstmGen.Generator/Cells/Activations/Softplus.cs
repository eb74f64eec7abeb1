namespace LstmGen.Generator.Cells;

/// <summary>
/// log(1 + exp(x)): y' is sigmoid(x). Computed as max(0, x) + log1p(u), u = exp(-|x|), with log1p(u) = 2 atanh(s), s = u / (u + 2), as a polynomial in s:
/// coefficients and measured bounds: docs/activations.md.
/// </summary>
internal sealed record Softplus : Activation
{
    private const uint Two = 0x40000000;
    private const uint C1 = 0x3EAAAA81;
    private const uint C2 = 0x3E4CE904;
    private const uint C3 = 0x3E0F5E87;
    private const uint C4 = 0x3E0F6BDF;

    internal override string Name => "softplus";

    internal override bool IsKnownByValue => false;

    internal override double Value(double x) => Math.Max(0, x) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    internal override Node Derivative(Graph graph, Node x, Node y) => graph.Apply(Sigmoid, x);

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
    {
        Node zero = graph.Constant("zero", 0);
        Node u = AccurateActivations.Exp(graph, graph.Select(x, zero, x, graph.Subtract(zero, x)).As($"below{x.Suffix()}"));
        Node s = graph.Divide(u, graph.Add(u, graph.Constant("two", Two))).As($"ratio{x.Suffix()}");
        Node z = graph.Multiply(s, s).As($"ratioSquare{x.Suffix()}");
        Node terms = graph.MultiplyAdd(
            graph.MultiplyAdd(graph.MultiplyAdd(graph.Constant("log4", C4), z, graph.Constant("log3", C3)), z, graph.Constant("log2", C2)), z, graph.Constant("log1", C1));
        Node twice = graph.Add(s, s).As($"twice{x.Suffix()}");
        Node log = graph.MultiplyAdd(twice, graph.Multiply(z, terms), twice).As($"log{x.Suffix()}");
        return new Quotient(graph.Add(graph.Max(zero, x), log));
    }
}
