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
    private const uint High = 0x422C0000;      // 43: both functions are 1 long before, and products of two exp stay finite
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
    internal static Quotient Sigmoid(Graph graph, Node x)
    {
        (Node q, Node scale) = Exp(graph, x);
        Node e = graph.MultiplyAdd(q, scale, scale);
        return new Quotient(e, graph.Add(graph.Constant("one", One), e));
    }

    /// <summary>m / (m + 2), m = exp(2x) - 1.</summary>
    internal static Quotient Tanh(Graph graph, Node x)
    {
        (Node q, Node scale) = Exp(graph, graph.Add(x, x));
        Node m = graph.MultiplyAdd(q, scale, graph.Add(scale, graph.Constant("minusOne", MinusOne)));
        return new Quotient(m, graph.Add(m, graph.Constant("two", Two)));
    }

    /// <summary>exp(x) = scale (1 + q) with scale a power of two and q = exp(r) - 1, |r| at most ln(2) / 2.</summary>
    private static (Node Q, Node Scale) Exp(Graph graph, Node x)
    {
        Node bounded = graph.Min(graph.Constant("high", High), graph.Max(graph.Constant("low", Low), x));
        Node shifted = graph.MultiplyAdd(bounded, graph.Constant("log2E", Log2E), graph.Constant("magic", Magic));
        Node n = graph.Subtract(shifted, graph.Constant("magic", Magic));
        Node r = graph.MultiplyAdd(n, graph.Constant("minusLn2Low", MinusLn2Low), graph.MultiplyAdd(n, graph.Constant("minusLn2High", MinusLn2High), bounded));
        Node square = graph.Multiply(r, r);
        Node lowTerms = graph.MultiplyAdd(graph.Constant("c3", C3), r, graph.Constant("c2", C2));
        Node highTerms = graph.MultiplyAdd(graph.MultiplyAdd(graph.Constant("c6", C6), r, graph.Constant("c5", C5)), r, graph.Constant("c4", C4));
        Node q = graph.MultiplyAdd(graph.MultiplyAdd(highTerms, square, lowTerms), square, r);
        return (q, graph.AddBits(graph.ShiftBitsLeft(shifted, 23), graph.Constant("one", One)));
    }
}
