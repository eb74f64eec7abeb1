namespace LstmGen.Generator.Cells;

/// <summary>
/// tanh as x P(x2) / Q(x2), sigmoid as (x P + Q) / 2Q with the halves folded into the coefficients.
/// Coefficients and measured bounds: docs/activations.md.
/// </summary>
internal static class FastActivations
{
    /// <summary>Coefficients of P and Q in rising order; Q's last is 1. At the limit the error carries the value to just below 1.</summary>
    private static readonly Rational s_tanh = new(
        "tanh", Limit: 0x40E28F5C, P: [0x45DA8B0D, 0x44574203, 0x417F924A, 0x3CE26D82], Q: [0x45DA8B1D, 0x454781A5, 0x4313A10F]);

    private static readonly Rational s_sigmoid = new(
        "sigmoid", Limit: 0x41628F5C, P: [0x485A8B0D, 0x45D74203, 0x41FF924A, 0x3C626D82], Q: [0x48DA8B1D, 0x474781A5, 0x4413A10F]);

    internal static Quotient Sigmoid(Graph graph, Node x)
    {
        (Node z, Node p, Node q) = Evaluate(graph, s_sigmoid, x);
        return new Quotient(graph.MultiplyAdd(z, p, q), graph.Add(q, q));
    }

    internal static Quotient Tanh(Graph graph, Node x)
    {
        (Node z, Node p, Node q) = Evaluate(graph, s_tanh, x);
        return new Quotient(graph.Multiply(z, p), q);
    }

    private static (Node Z, Node P, Node Q) Evaluate(Graph graph, Rational rational, Node x)
    {
        Node Constant(string name, uint bits) => graph.Constant(rational.Name + name, bits);

        Node z = graph.Min(Constant("High", rational.Limit), graph.Max(Constant("Low", rational.Limit | 0x80000000), x)).As($"bounded{x.Suffix()}");
        Node z2 = graph.Multiply(z, z).As($"square{x.Suffix()}");
        Node z4 = graph.Multiply(z2, z2).As($"fourth{x.Suffix()}");
        Node p = graph.MultiplyAdd(
            graph.MultiplyAdd(Constant("P3", rational.P[3]), z2, Constant("P2", rational.P[2])), z4,
            graph.MultiplyAdd(Constant("P1", rational.P[1]), z2, Constant("P0", rational.P[0]))).As($"p{x.Suffix()}");
        Node q = graph.MultiplyAdd(
            graph.Add(z2, Constant("Q2", rational.Q[2])), z4,
            graph.MultiplyAdd(Constant("Q1", rational.Q[1]), z2, Constant("Q0", rational.Q[0]))).As($"q{x.Suffix()}");
        return (z, p, q);
    }

    private sealed record Rational(string Name, uint Limit, uint[] P, uint[] Q);
}
