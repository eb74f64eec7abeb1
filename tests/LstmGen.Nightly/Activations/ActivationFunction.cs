namespace LstmGen.Nightly.Activations;

/// <summary>What is promised of an activation function.</summary>
/// <param name="Name">Name in the report.</param>
/// <param name="Exact">The function in double precision.</param>
/// <param name="MaxUlp">Largest error allowed, in units of the last place of the exact value.</param>
/// <param name="MaxAbsolute">Largest absolute error allowed.</param>
/// <param name="Lowest">Least value allowed.</param>
/// <param name="UlpFrom">The bound in ULP holds from here up; below, the value is at most <paramref name="LargestBelow"/>.</param>
/// <param name="LargestBelow">Largest value allowed below <paramref name="UlpFrom"/>.</param>
internal sealed record ActivationFunction(
    string Name,
    Func<float, double> Exact,
    double MaxUlp,
    double MaxAbsolute,
    float Lowest,
    float UlpFrom = float.NegativeInfinity,
    float LargestBelow = float.PositiveInfinity)
{
    internal static readonly ActivationFunction Sigmoid = new(
        "sigmoid", ExactSigmoid, MaxUlp: 2.5, MaxAbsolute: 9e-8, Lowest: 0, UlpFrom: -87.33f, LargestBelow: 1.2e-38f);

    internal static readonly ActivationFunction Tanh = new("tanh", ExactTanh, MaxUlp: 2.5, MaxAbsolute: 1.5e-7, Lowest: -1);

    internal static readonly ActivationFunction FastSigmoid = new(
        "fast sigmoid", ExactSigmoid, double.PositiveInfinity, MaxAbsolute: 7.4e-7, Lowest: 0);

    internal static readonly ActivationFunction FastTanh = new("fast tanh", ExactTanh, MaxUlp: 24, MaxAbsolute: 1.4e-6, Lowest: -1);

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
