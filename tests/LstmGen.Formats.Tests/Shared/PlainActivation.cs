namespace LstmGen.Tests.Formats;

/// <summary>Activations in double, by docs/activations.md.</summary>
internal static class PlainActivation
{
    internal static Func<double, double> Of(LstmActivation activation, double alpha, double beta)
    {
        double a = double.IsNaN(alpha) ? Alpha(activation) : alpha, b = double.IsNaN(beta) ? activation == LstmActivation.ScaledTanh ? 1 : activation == LstmActivation.HardSigmoid ? 0.5 : 0 : beta;
        return activation switch
        {
            LstmActivation.Sigmoid => x => 1 / (1 + Math.Exp(-x)),
            LstmActivation.Tanh => Math.Tanh,
            LstmActivation.Relu => x => Math.Max(0, x),
            LstmActivation.HardSigmoid => x => Math.Clamp((a * x) + b, 0, 1),
            LstmActivation.HardSigmoidSixth => x => Math.Clamp((x / 6) + 0.5, 0, 1),
            LstmActivation.Affine => x => (a * x) + b,
            LstmActivation.LeakyRelu => x => x < 0 ? a * x : x,
            LstmActivation.ThresholdedRelu => x => x < a ? 0 : x,
            LstmActivation.ScaledTanh => x => a * Math.Tanh(b * x),
            LstmActivation.Elu => x => x < 0 ? a * (Math.Exp(x) - 1) : x,
            LstmActivation.Softsign => x => x / (1 + Math.Abs(x)),
            LstmActivation.Softplus => x => Math.Log(1 + Math.Exp(x)),
            LstmActivation.GeluTanh => x => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) / 2,
            _ => throw new NotSupportedException(activation.ToString()),
        };
    }

    private static double Alpha(LstmActivation activation) => activation switch { LstmActivation.HardSigmoid => 0.2, LstmActivation.LeakyRelu => 0.01, _ => 1 };
}
