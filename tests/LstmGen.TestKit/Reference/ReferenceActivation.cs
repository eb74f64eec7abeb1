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
            _ => throw new ArgumentOutOfRangeException(nameof(x), Function, null),
        };
    }

    private static double Or(float given, float otherwise) => float.IsNaN(given) ? otherwise : given;
}
