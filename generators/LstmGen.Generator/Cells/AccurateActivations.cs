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
        (Node q, Node scale, Node scaled) = Exp(graph, x, "", 0);
        Node e = graph.MultiplyAdd(q, scaled, scale);
        return new Quotient(e, graph.Add(graph.Constant("one", One), e));
    }

    /// <summary>m / (m + 2), m = exp(2x) - 1.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="x">The argument.</param>
    /// <param name="folded">Whether the factor 2 is in the constants, which tanh then does not share with sigmoid: the same bits an addition earlier.</param>
    internal static Quotient Tanh(Graph graph, Node x, bool folded)
    {
        (Node q, Node scale, Node scaled) = folded ? Exp(graph, x, "tanh", 1) : Exp(graph, graph.Add(x, x), "", 0);
        Node m = graph.MultiplyAdd(q, scaled, graph.Add(scale, graph.Constant("minusOne", MinusOne)));
        return new Quotient(m, graph.Add(m, graph.Constant("two", Two)));
    }

    /// <summary>
    /// exp(2^d x) = scale + q scaled, with scale a power of two and |2^d q| at most 2^(1/2) - 1. Powers of two in the constants change no
    /// bit: r here is the reduced argument divided by 2^d, and c_k is multiplied by 2^(d (k - 1)).
    /// </summary>
    private static (Node Q, Node Scale, Node Scaled) Exp(Graph graph, Node x, string prefix, int d)
    {
        Node Constant(string name, uint bits, int power)
            => graph.Constant(d == 0 ? name : prefix + char.ToUpperInvariant(name[0]) + name.Substring(1), unchecked(bits + (uint)(d * power << 23)));

        Node bounded = graph.Min(Constant("high", High, -1), graph.Max(Constant("low", Low, -1), x));
        Node shifted = graph.MultiplyAdd(bounded, Constant("log2E", Log2E, 1), graph.Constant("magic", Magic));
        Node n = graph.Subtract(shifted, graph.Constant("magic", Magic));
        Node r = graph.MultiplyAdd(n, Constant("minusLn2Low", MinusLn2Low, -1), graph.MultiplyAdd(n, Constant("minusLn2High", MinusLn2High, -1), bounded));
        Node square = graph.Multiply(r, r);
        Node lowTerms = graph.MultiplyAdd(Constant("c3", C3, 2), r, Constant("c2", C2, 1));
        Node highTerms = graph.MultiplyAdd(graph.MultiplyAdd(Constant("c6", C6, 5), r, Constant("c5", C5, 4)), r, Constant("c4", C4, 3));
        Node q = graph.MultiplyAdd(graph.MultiplyAdd(highTerms, square, lowTerms), square, r);
        Node exponent = graph.ShiftBitsLeft(shifted, 23);
        Node scale = graph.AddBits(exponent, graph.Constant("one", One));
        return (q, scale, d == 0 ? scale : graph.AddBits(exponent, graph.Constant("two", Two)));
    }
}
