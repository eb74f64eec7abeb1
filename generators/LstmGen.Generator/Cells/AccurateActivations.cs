namespace LstmGen.Generator.Cells;

/// <summary>
/// Sigmoid and tanh from one exponential each. Formulas, coefficients and measured bounds: docs/activations.md.
/// </summary>
internal static class AccurateActivations
{
    private const uint One = 0x3F800000;
    private const uint MinusOne = 0xBF800000;
    private const uint Two = 0x40000000;
    private const uint Low = 0xC2AEA8F6;       // -87.33: exp stays a normal number
    private const uint High = 0x42AEA8F6;
    private const uint Log2E = 0x3FB8AA3B;
    private const uint Magic = 0x4B400000;     // 1.5 * 2^23: adding it rounds to an integer held in the low bits
    private const uint MinusLn2High = 0xBF317200;
    private const uint MinusLn2Low = 0xB5BFBE8E;
    private const uint C2 = 0x3F000001;
    private const uint C3 = 0x3E2AAA66;
    private const uint C4 = 0x3D2AA9AA;
    private const uint C5 = 0x3C090B54;
    private const uint C6 = 0x3AB6DC30;

    /// <summary>e / (1 + e), e = exp(x).</summary>
    internal static Node Sigmoid(Graph graph, Node x)
    {
        (Node q, Node scale) = Exp(graph, x);
        Node e = graph.MultiplyAdd(q, scale, scale);
        return graph.Divide(e, graph.Add(graph.Constant(One), e));
    }

    /// <summary>m / (m + 2), m = exp(2x) - 1.</summary>
    internal static Node Tanh(Graph graph, Node x)
    {
        (Node q, Node scale) = Exp(graph, graph.Add(x, x));
        Node m = graph.MultiplyAdd(q, scale, graph.Add(scale, graph.Constant(MinusOne)));
        return graph.Divide(m, graph.Add(m, graph.Constant(Two)));
    }

    /// <summary>exp(x) = scale (1 + q) with scale a power of two and q = exp(r) - 1, |r| at most ln(2) / 2.</summary>
    private static (Node Q, Node Scale) Exp(Graph graph, Node x)
    {
        Node bounded = graph.Min(graph.Constant(High), graph.Max(graph.Constant(Low), x));
        Node shifted = graph.MultiplyAdd(bounded, graph.Constant(Log2E), graph.Constant(Magic));
        Node n = graph.Subtract(shifted, graph.Constant(Magic));
        Node r = graph.MultiplyAdd(n, graph.Constant(MinusLn2Low), graph.MultiplyAdd(n, graph.Constant(MinusLn2High), bounded));
        Node square = graph.Multiply(r, r);
        Node low = graph.MultiplyAdd(graph.Constant(C3), r, graph.Constant(C2));
        Node high = graph.MultiplyAdd(graph.MultiplyAdd(graph.Constant(C6), r, graph.Constant(C5)), r, graph.Constant(C4));
        Node q = graph.MultiplyAdd(graph.MultiplyAdd(high, square, low), square, r);
        return (q, graph.AddBits(graph.ShiftBitsLeft(shifted, 23), graph.Constant(One)));
    }
}
