namespace LstmGen.TestKit.Reference;

/// <summary>A function that a gate, a candidate or c goes through, and its derivative, as the textbook or ONNX writes them: in double, by hand.</summary>
/// <param name="Function">Which.</param>
/// <param name="Alpha">As given; NaN for ONNX's default.</param>
/// <param name="Beta">Likewise.</param>
internal readonly record struct ReferenceActivation(LstmActivation Function, float Alpha = float.NaN, float Beta = float.NaN)
{
    internal double Value(double x) => Function switch
    {
        LstmActivation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        LstmActivation.Tanh => Math.Tanh(x),
        LstmActivation.Relu => Math.Max(0, x),
        LstmActivation.HardSigmoid => Math.Clamp((Or(Alpha, 0.2f) * x) + Or(Beta, 0.5f), 0, 1),
        LstmActivation.HardSigmoidSixth => Math.Clamp((x / 6) + 0.5, 0, 1),
        LstmActivation.Affine => (Or(Alpha, 1) * x) + Or(Beta, 0),
        LstmActivation.LeakyRelu => x >= 0 ? x : Or(Alpha, 0.01f) * x,
        LstmActivation.ThresholdedRelu => x >= Or(Alpha, 1) ? x : 0,
        LstmActivation.ScaledTanh => Or(Alpha, 1) * Math.Tanh(Or(Beta, 1) * x),
        LstmActivation.Elu => x >= 0 ? x : Or(Alpha, 1) * (Math.Exp(x) - 1),
        LstmActivation.Softsign => double.IsInfinity(x) ? Math.Sign(x) : x / (1 + Math.Abs(x)),
        LstmActivation.Softplus => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x)),
        LstmActivation.Gelu => x * Normal(x),
        LstmActivation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * Math.Pow(x, 3))))),
        _ => throw new ArgumentOutOfRangeException(nameof(x), Function, null),
    };

    /// <summary>The derivative; at a kink that of the side without slope, or of less.</summary>
    internal double Slope(double x)
    {
        double y = Value(x);
        return Function switch
        {
            LstmActivation.Sigmoid => y * (1 - y),
            LstmActivation.Tanh => 1 - (y * y),
            LstmActivation.Relu => x > 0 ? 1 : 0,
            LstmActivation.HardSigmoid => y is > 0 and < 1 ? Or(Alpha, 0.2f) : 0,
            LstmActivation.HardSigmoidSixth => y is > 0 and < 1 ? 1.0 / 6 : 0,
            LstmActivation.Affine => Or(Alpha, 1),
            LstmActivation.LeakyRelu => x > 0 ? 1 : Or(Alpha, 0.01f),
            LstmActivation.ThresholdedRelu => x >= Or(Alpha, 1) ? 1 : 0,
            LstmActivation.ScaledTanh => Or(Alpha, 1) * Or(Beta, 1) * (1 - Math.Pow(Math.Tanh(Or(Beta, 1) * x), 2)),
            LstmActivation.Elu => x > 0 ? 1 : Or(Alpha, 1) * Math.Exp(x),
            LstmActivation.Softsign => 1 / Math.Pow(1 + Math.Abs(x), 2),
            LstmActivation.Softplus => 1 / (1 + Math.Exp(-x)),
            LstmActivation.Gelu => Normal(x) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)),
            LstmActivation.GeluTanh => GeluTanhSlope(x),
            _ => throw new ArgumentOutOfRangeException(nameof(x), Function, null),
        };
    }

    /// <summary>The integral of the density from 0 on by Simpson's rule, and 1 / 2.</summary>
    private static double Normal(double x)
    {
        const int Intervals = 1000;
        double end = Math.Clamp(x, -9, 9), width = end / Intervals, sum = 0;
        for (int at = 0; at <= Intervals; at++)
        {
            double weight = at is 0 or Intervals ? 1 : at % 2 == 0 ? 2 : 4;
            sum += weight * Math.Exp(-(at * width) * (at * width) / 2);
        }

        return 0.5 + (sum * width / 3 / Math.Sqrt(2 * Math.PI));
    }

    private static double GeluTanhSlope(double x)
    {
        double tanh = Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)));
        return (0.5 * (1 + tanh)) + (0.5 * x * (1 - (tanh * tanh)) * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x)));
    }

    private static double Or(float given, float otherwise) => float.IsNaN(given) ? otherwise : given;
}
