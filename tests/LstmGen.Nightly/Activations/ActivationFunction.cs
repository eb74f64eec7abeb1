namespace LstmGen.Nightly.Activations;

/// <summary>What is promised of an activation function.</summary>
/// <param name="Name">Name in the report.</param>
/// <param name="Exact">The function in double precision.</param>
/// <param name="MaxUlp">Largest error allowed, in units of the last place of the exact value.</param>
/// <param name="MaxAbsolute">Largest absolute error allowed.</param>
/// <param name="Lowest">Least value allowed.</param>
/// <param name="Highest">Largest value allowed.</param>
/// <param name="UlpFrom">The bound in ULP holds from here up; below, the value is at most <paramref name="LargestBelow"/>.</param>
/// <param name="LargestBelow">Largest value allowed below <paramref name="UlpFrom"/>.</param>
internal sealed record ActivationFunction(
    string Name,
    Func<float, double> Exact,
    double MaxUlp,
    double MaxAbsolute,
    float Lowest,
    float Highest = 1,
    float UlpFrom = float.NegativeInfinity,
    float LargestBelow = float.PositiveInfinity)
{
    internal static readonly ActivationFunction Sigmoid = new(
        "sigmoid", ExactSigmoid, MaxUlp: 2.5, MaxAbsolute: 9e-8, Lowest: 0, UlpFrom: -87.33f, LargestBelow: 1.2e-38f);

    internal static readonly ActivationFunction Tanh = new("tanh", ExactTanh, MaxUlp: 2.5, MaxAbsolute: 1.5e-7, Lowest: -1);

    internal static readonly ActivationFunction FastSigmoid = new(
        "fast sigmoid", ExactSigmoid, double.PositiveInfinity, MaxAbsolute: 7.4e-7, Lowest: 0);

    internal static readonly ActivationFunction FastTanh = new("fast tanh", ExactTanh, MaxUlp: 24, MaxAbsolute: 1.4e-6, Lowest: -1);

    internal static readonly ActivationFunction Elu = new(
        "elu", x => x >= 0 ? x : ExactExpMinusOne(x), MaxUlp: 1.5, MaxAbsolute: 9e-8, Lowest: -1, Highest: float.PositiveInfinity);

    internal static readonly ActivationFunction Softplus = new(
        "softplus", ExactSoftplus, MaxUlp: 3, MaxAbsolute: double.PositiveInfinity, Lowest: 0, Highest: float.PositiveInfinity, UlpFrom: -87.33f, LargestBelow: 1.2e-38f);

    internal static readonly ActivationFunction Softsign = new("softsign", x => float.IsInfinity(x) ? Math.Sign(x) : x / (1 + Math.Abs((double)x)), MaxUlp: 1.5, MaxAbsolute: 9e-8, Lowest: -1);

    internal static readonly ActivationFunction Gelu = new(
        "gelu", ExactGelu, MaxUlp: 5, MaxAbsolute: 2.4e-7, Lowest: -0.17f, Highest: float.PositiveInfinity, UlpFrom: -13.1f, LargestBelow: 0);

    internal static readonly ActivationFunction GeluTanh = new(
        "gelu, tanh", ExactGeluTanh, MaxUlp: 3, MaxAbsolute: 4.3e-7, Lowest: -0.171f, Highest: float.PositiveInfinity, UlpFrom: -1, LargestBelow: 0);

    /// <summary>The tail by its series, which is a power series near 0 and a continued fraction from 3 on.</summary>
    private static double ExactGelu(float x)
    {
        double t = Math.Abs((double)x), density = Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI), tail;
        if (t < 3)
        {
            double sum = t, term = t;
            for (int odd = 3; sum + term != sum; odd += 2)
            {
                term *= t * t / odd;
                sum += term;
            }

            tail = 0.5 - (density * sum);
        }
        else
        {
            double fraction = t;
            for (int level = 40; level > 0; level--)
            {
                fraction = t + (level / fraction);
            }

            tail = t < 40 ? density / fraction : 0;
        }

        return x < 0 ? (tail == 0 ? 0 : -t * tail) : tail == 0 ? x : x - (t * tail);
    }

    private static double ExactGeluTanh(float x)
    {
        double u = 2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x));
        return u < -700 ? 0 : x / (1 + Math.Exp(-u));
    }

    private static double ExactExpMinusOne(double x) => Math.Abs(x) < 1e-4 ? x * (1 + (x / 2 * (1 + (x / 3)))) : Math.Exp(x) - 1;

    private static double ExactSoftplus(float x)
    {
        double u = Math.Exp(-Math.Abs((double)x));
        return Math.Max(0, x) + (u < 1e-4 ? u * (1 - (u / 2 * (1 - (u * 2 / 3)))) : Math.Log(1 + u));
    }

    private static double ExactSigmoid(float x)
    {
        if (x > 40)
        {
            return 1;
        }

        double e = Math.Exp(x);
        return e / (1 + e);
    }

    private static double ExactTanh(float x) => Math.Abs(x) switch
    {
        < 1e-4f => x * (1 - (double)x * x / 3),
        > 22 => Math.CopySign(1, x),
        _ => Math.Tanh(x),
    };
}
