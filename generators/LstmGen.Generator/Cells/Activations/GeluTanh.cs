namespace LstmGen.Generator.Cells;

/// <summary>
/// x (1 + tanh(u / 2)) / 2 = x sigmoid(u), u = 2 sqrt(2 / pi) (x + 0.044715 x^3): y' is s + x s (1 - s) u'. s is the accurate sigmoid in any model: x may be large where a fast
/// one is not quite 0.
/// </summary>
internal sealed record GeluTanh : Activation
{
    private const double Linear = 1.5957691216057308;
    private const double Cubic = 0.044715 * Linear;
    private const uint Most = 0x41200000;      // 10: s stays a normal number
    private const uint Least = 0xC1200000;

    internal override string Name => "geluTanh";

    internal override bool IsKnownByValue => false;

    internal override double Value(double x) => x < -30 ? 0 : x / (1 + Math.Exp(-x * (Linear + (Cubic * x * x))));

    internal override Node Derivative(Graph graph, Node x, Node y)
    {
        Node z = graph.Min(graph.Constant("most", Most), AtLeast(graph, x)).As($"bounded{x.Suffix()}");
        (Node u, Node square) = Argument(graph, z, x.Suffix());
        Node e = graph.Exp(u);
        Node s = graph.Divide(e, graph.Add(graph.One, e)).As($"share{x.Suffix()}");
        Node slope = graph.MultiplyAdd(graph.Constant("cubicSlope", (float)(3 * Cubic)), square, graph.Constant("linear", (float)Linear));
        return graph.MultiplyAdd(graph.Multiply(z, slope), graph.NegatedMultiplyAdd(s, s, s), s);
    }

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
    {
        Node bounded = AtLeast(graph, x);
        Node z = graph.Min(graph.Constant("most", Most), bounded).As($"bounded{x.Suffix()}");
        return new Quotient(graph.Multiply(bounded, AccurateActivations.Sigmoid(graph, Argument(graph, z, x.Suffix()).U).Value(graph)));
    }

    private static Node AtLeast(Graph graph, Node x) => graph.Max(graph.Constant("least", Least), x);

    private static (Node U, Node Square) Argument(Graph graph, Node z, string suffix)
    {
        Node square = graph.Multiply(z, z).As($"square{suffix}");
        return (graph.Multiply(z, graph.MultiplyAdd(graph.Constant("cubic", (float)Cubic), square, graph.Constant("linear", (float)Linear))).As($"u{suffix}"), square);
    }
}
