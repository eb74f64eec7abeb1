namespace LstmGen.Generator.Cells;

/// <summary>
/// x Phi(x), Phi being the distribution of a standard normal variable: y' is Phi(x) + x phi(x). Computed as max(0, x) - |x| Phi(-|x|), and Phi(-t) as exp(-t^2 / 2)
/// times a fraction of polynomials: coefficients and measured bounds: docs/activations.md.
/// </summary>
internal sealed record Gelu : Activation
{
    private const uint Most = 0x4151999A;      // 13.1: y stays a normal number
    private const uint Half = 0x3F000000;
    private const uint SqrtTwoPi = 0x40206C99;
    private const uint InverseSqrtTwoPi = 0x3ECC422A;
    private const uint P1 = 0x3EE890E9;
    private const uint P2 = 0x3E47C9F4;
    private const uint P3 = 0x3D36E4B4;
    private const uint P4 = 0x3B9A8BF0;
    private const uint Q1 = 0x3EE7F3D7;
    private const uint Q2 = 0x3DE798D9;
    private const uint Q3 = 0x3C40ACA4;
    private const uint Q4 = 0x35C09C9C;

    internal override string Name => "gelu";

    internal override bool IsKnownByValue => false;

    internal override double Value(double x) => Phi(x) is > 0 and double share ? x * share : 0;

    internal override Node Derivative(Graph graph, Node x, Node y)
    {
        Tail tail = TailOf(graph, x, graph.Exp);
        Node ratio = graph.Divide(tail.P, tail.Q);
        Node rest = graph.NegatedMultiplyAdd(graph.Constant("inverseSqrtTwoPi", InverseSqrtTwoPi), tail.T, graph.MultiplyAdd(ratio, tail.Lost, ratio));
        Node below = graph.Multiply(tail.Exp, rest).As($"slopeBelow{x.Suffix()}");
        return graph.Select(x, graph.Constant("zero", 0), below, graph.Subtract(graph.One, below));
    }

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
    {
        Tail tail = TailOf(graph, x, argument => AccurateActivations.Exp(graph, argument));
        Node ratio = graph.Divide(tail.TP, tail.Q).As($"ratio{x.Suffix()}");
        return new Quotient(graph.NegatedMultiplyAdd(graph.MultiplyAdd(ratio, tail.Lost, ratio), tail.Exp, graph.Max(graph.Constant("zero", 0), x)));
    }

    /// <summary>What Phi(-t) = exp(-t^2 / 2) P / Q is made of, t = |x|. All coefficients are positive, and Q = sqrt(2 pi) t P + a rest that is small where P and t are not: little is lost.</summary>
    private static Tail TailOf(Graph graph, Node x, Func<Node, Node> exp)
    {
        Node zero = graph.Constant("zero", 0);
        Node t = graph.Min(graph.Constant("most", Most), Absolute(graph, x)).As($"bounded{x.Suffix()}");
        Node half = graph.Multiply(t, graph.Constant("half", Half)).As($"half{x.Suffix()}");
        Node square = graph.Multiply(half, t).As($"square{x.Suffix()}");
        Node lost = graph.NegatedMultiplyAdd(half, t, square).As($"lost{x.Suffix()}"); // what rounding added to the square: exp would make up to 64 ULP of it
        Node e = exp(graph.Subtract(zero, square).As($"below{x.Suffix()}"));
        Node p = Polynomial("tailP", Half, P1, P2, P3, P4).As($"p{x.Suffix()}");
        Node tp = graph.Multiply(t, p).As($"tp{x.Suffix()}");
        Node q = graph.MultiplyAdd(graph.Constant("sqrtTwoPi", SqrtTwoPi), tp, Polynomial("tailQ", 0x3F800000, Q1, Q2, Q3, Q4)).As($"q{x.Suffix()}");
        return new(t, lost, e, p, tp, q);

        Node Polynomial(string name, params uint[] coefficients)
        {
            Node sum = graph.Constant($"{name}{coefficients.Length - 1}", coefficients[coefficients.Length - 1]);
            for (int power = coefficients.Length - 2; power >= 0; power--)
            {
                sum = graph.MultiplyAdd(sum, t, graph.Constant($"{name}{power}", coefficients[power]));
            }

            return sum;
        }
    }

    /// <summary>1 / 2 + phi(x) (x + x^3 / 3 + x^5 / 15 + ..): Marsaglia 2004.</summary>
    private static double Phi(double x)
    {
        double sum = x, term = x;
        for (int odd = 3; Math.Abs(x) < 9 && sum + term != sum; odd += 2)
        {
            term *= x * x / odd;
            sum += term;
        }

        return Math.Abs(x) < 9 ? 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)) : x > 0 ? 1 : 0;
    }

    private readonly record struct Tail(Node T, Node Lost, Node Exp, Node P, Node TP, Node Q);
}
