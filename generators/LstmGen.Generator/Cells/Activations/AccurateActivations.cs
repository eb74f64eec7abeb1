namespace LstmGen.Generator.Cells;

/// <summary>
/// Sigmoid and tanh from one exponential each. Formulas, coefficients and measured bounds: docs/activations.md.
/// </summary>
internal static class AccurateActivations
{
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
        Node e = Exp(graph, x);
        return new Quotient(e, graph.Add(graph.One, e));
    }

    /// <summary>m / (m + 2), m = exp(2x) - 1.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="x">The argument.</param>
    /// <param name="folded">Whether the factor 2 is in the constants, which tanh then does not share with sigmoid: the same bits an addition earlier.</param>
    internal static Quotient Tanh(Graph graph, Node x, bool folded)
    {
        Node m = ExpMinusOne(graph, folded ? Parts(graph, x, x.Suffix(), "tanh", 1) : Parts(graph, graph.Add(x, x), x.Suffix(), "", 0), x.Suffix());
        return new Quotient(m, graph.Add(m, graph.Constant("two", Two)));
    }

    internal static Node Exp(Graph graph, Node x)
    {
        (Node q, Node power, Node scaled) = Parts(graph, x, x.Suffix(), "", 0);
        return graph.MultiplyAdd(q, scaled, power).As($"exp{x.Suffix()}");
    }

    /// <summary>exp(x) - 1, of x up to 43: the larger ones are as 43.</summary>
    internal static Node ExpMinusOne(Graph graph, Node x) => ExpMinusOne(graph, Parts(graph, x, x.Suffix(), "", 0), x.Suffix());

    private static Node ExpMinusOne(Graph graph, (Node Q, Node Power, Node Scaled) parts, string suffix)
        => graph.MultiplyAdd(parts.Q, parts.Scaled, graph.Add(parts.Power, graph.Constant("minusOne", MinusOne))).As($"expm1{suffix}");

    /// <summary>
    /// exp(2^d x) = power + q scaled, with power a power of two and |2^d q| at most 2^(1/2) - 1. Powers of two in the constants change no
    /// bit: r here is the reduced argument divided by 2^d, and c_k is multiplied by 2^(d (k - 1)).
    /// </summary>
    private static (Node Q, Node Power, Node Scaled) Parts(Graph graph, Node x, string suffix, string prefix, int d)
    {
        Node Constant(string name, uint bits, int power)
            => graph.Constant(d == 0 ? name : prefix + char.ToUpperInvariant(name[0]) + name.Substring(1), unchecked(bits + (uint)(d * power << 23)));

        (Node high, Node low) = (Constant("high", High, -1), Constant("low", Low, -1));
        Node bounded = graph.Min(high, graph.Max(low, x)).As($"bounded{suffix}");
        (Node log2E, Node magic) = (Constant("log2E", Log2E, 1), graph.Constant("magic", Magic));
        Node shifted = graph.MultiplyAdd(bounded, log2E, magic).As($"shifted{suffix}");
        Node n = graph.Subtract(shifted, magic).As($"n{suffix}");
        (Node ln2High, Node ln2Low) = (Constant("minusLn2High", MinusLn2High, -1), Constant("minusLn2Low", MinusLn2Low, -1));
        Node r = graph.MultiplyAdd(n, ln2Low, graph.MultiplyAdd(n, ln2High, bounded)).As($"r{suffix}");
        Node square = graph.Multiply(r, r).As($"square{suffix}");
        (Node c2, Node c3, Node c4) = (Constant("c2", C2, 1), Constant("c3", C3, 2), Constant("c4", C4, 3));
        Node highTerms = graph.MultiplyAdd(graph.MultiplyAdd(Constant("c6", C6, 5), r, Constant("c5", C5, 4)), r, c4).As($"high{suffix}");
        Node q = graph.MultiplyAdd(graph.MultiplyAdd(highTerms, square, graph.MultiplyAdd(c3, r, c2)).As($"terms{suffix}"), square, r).As($"q{suffix}");
        Node exponent = graph.ShiftBitsLeft(shifted, 23).As($"exponent{suffix}");
        Node scale = graph.AddBits(exponent, graph.One).As($"power{suffix}");
        return (q, scale, d == 0 ? scale : graph.AddBits(exponent, graph.Constant("two", Two)).As($"scaled{suffix}"));
    }
}
