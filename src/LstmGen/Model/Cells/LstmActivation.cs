namespace LstmGen;

/// <summary>A function that the gates, the candidate or c on its way to h go through: those of the LSTM of ONNX, Keras 3's hard sigmoid, and GELU.</summary>
/// <remarks>alpha and beta are options beside it, such as <see cref="LstmCellAttribute.GateAlpha"/>. Formulas and bounds: docs/activations.md.</remarks>
public enum LstmActivation
{
    /// <summary>The logistic function 1 / (1 + exp(-x)).</summary>
    Sigmoid = 0,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh = 1,

    /// <summary>max(0, x).</summary>
    Relu = 2,

    /// <summary>max(0, min(1, alpha x + beta)); alpha is 0.2 and beta 0.5 unless given, as of ONNX and of Keras before version 3.</summary>
    HardSigmoid = 3,

    /// <summary>max(0, min(1, x / 6 + 1 / 2)): <c>hard_sigmoid</c> of Keras 3, <c>Hardsigmoid</c> of PyTorch.</summary>
    HardSigmoidSixth = 4,

    /// <summary>alpha x + beta; alpha is 1 and beta 0 unless given: x itself (Keras' <c>linear</c>).</summary>
    Affine = 5,

    /// <summary>x where that is 0 or more, else alpha x; alpha is 0.01 unless given.</summary>
    LeakyRelu = 6,

    /// <summary>x where that is alpha or more, else 0; alpha is 1 unless given.</summary>
    ThresholdedRelu = 7,

    /// <summary>alpha tanh(beta x); both are 1 unless given.</summary>
    ScaledTanh = 8,

    /// <summary>x where that is 0 or more, else alpha (exp(x) - 1); alpha is 1 unless given.</summary>
    Elu = 9,

    /// <summary>x / (1 + |x|).</summary>
    Softsign = 10,

    /// <summary>log(1 + exp(x)).</summary>
    Softplus = 11,

    /// <summary>x Phi(x) = x erfc(-x / sqrt(2)) / 2: <c>gelu</c> of Keras, <c>GELU</c> of PyTorch and ONNX.</summary>
    Gelu = 12,

    /// <summary>x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2: <see cref="Gelu"/> with <c>approximate="tanh"</c>, <c>approximate=True</c> of Keras.</summary>
    GeluTanh = 13,
}
