namespace LstmGen;

/// <summary>How <see cref="LstmWeights.Random(ulong, LstmInitializer)"/> makes initial values.</summary>
public sealed record LstmInitializer
{
    private LstmInitializer()
    {
    }

    /// <summary>PyTorch's: every parameter uniform in [-1/sqrt(Hidden), 1/sqrt(Hidden)), but gains of normalised values 1, shifts and initial states 0, and vectors of tokens normal.</summary>
    public static LstmInitializer PyTorch { get; } = new();

    /// <summary>
    /// Keras': matrices of inputs, of heads and peepholes uniform within the limit of Glorot, sqrt(6 / (inputs + outputs))
    /// (<c>glorot_uniform</c>); R with orthonormal columns (<c>orthogonal</c>); biases 0, of the forget gate 1 (<c>unit_forget_bias</c>); vectors of tokens
    /// uniform in [-0.05, 0.05).
    /// </summary>
    public static LstmInitializer Keras { get; } = new() { IsKeras = true };

    /// <summary>
    /// Bias of the forget gate: <c>bias_ih</c> has it and <c>bias_hh</c> is 0 there. Null, the default, for what the initialiser gives: with
    /// <see cref="PyTorch"/> values as of the other gates, with <see cref="Keras"/> 1. A value is refused where a shape has no biases.
    /// </summary>
    public float? ForgetBias { get; init; }

    internal bool IsKeras { get; private init; }
}
