namespace LstmGen;

/// <summary>Whether a gate is what another one leaves of 1, and has no weights: layers then have those of three gates.</summary>
public enum LstmCoupledGates
{
    /// <summary>Every gate has weights of its own.</summary>
    None = 0,

    /// <summary>
    /// i = 1 - f (Greff et al. 2017; CIFG of TensorFlow Lite): the weights are those of f, g and o, named <c>weight_ih_fgo_l0</c> and so on.
    /// </summary>
    InputFromForget = 1,

    /// <summary>f = 1 - i (ONNX's <c>input_forget</c>): the weights are those of i, g and o, named <c>weight_ih_igo_l0</c> and so on.</summary>
    ForgetFromInput = 2,
}
