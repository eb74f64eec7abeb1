namespace LstmGen;

/// <summary>
/// Makes a partial class a network of the layers that the other attributes on the same declaration name, from the inputs to the outputs:
/// <see cref="LstmAttribute"/> and <see cref="DenseAttribute"/>, of any sizes and in any order. <see cref="LstmModelAttribute"/> is the short form for layers of one size.
/// </summary>
/// <remarks>The arguments are compile-time constants and are checked by the compiler (diagnostics LSTM001 and up).</remarks>
/// <param name="input">Features of one input sample, 1 to 65536; to be left out where there are <see cref="Tokens"/>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LstmNetworkAttribute(int input = 1) : Attribute
{
    /// <summary>Features of one input sample.</summary>
    public int Input { get; } = input;

    /// <summary>
    /// Number of different tokens, each with a vector of <see cref="Embedding"/> values, in place of <see cref="Input"/>: the class then takes tokens
    /// (<see cref="ILstmTokenModel{TSelf}"/>). 0, the default, for a network of vectors alone.
    /// </summary>
    public int Tokens { get; set; }

    /// <summary>Values of the vector that stands for a token, trained with the network; 0 where there are no tokens.</summary>
    public int Embedding { get; set; }

    /// <summary>Whether the first inputs of a sample are added to its outputs, which are as many or fewer (GuitarML's <c>skip</c>). False by default.</summary>
    public bool Skip { get; set; }

    /// <summary>Of which steps there are outputs: of every one by default. Of all together, <c>Run</c> writes one row for each sequence.</summary>
    public LstmOutputs Outputs { get; set; } = LstmOutputs.EveryStep;

    /// <summary>Which sigmoid and tanh the kernels compute. Accurate by default.</summary>
    public LstmActivations Activations { get; set; } = LstmActivations.Accurate;

    /// <summary>
    /// What kernels hold the weights of all layers as: single precision by default. Integers make large models several times faster and less exact, which
    /// <see cref="LstmQuantization"/> measures; parameters, files and states stay as they are.
    /// </summary>
    public LstmNumbers Weights { get; set; } = LstmNumbers.Single;

    /// <summary>Whether the class can be trained, as <see cref="LstmModelAttribute.Training"/>. True by default.</summary>
    public bool Training { get; set; } = true;

    /// <summary>Whether several threads can share a step, as <see cref="LstmModelAttribute.LowLatency"/>. False by default.</summary>
    public bool LowLatency { get; set; }

    /// <summary>How far the kernels are unrolled. The planner decides by default.</summary>
    public LstmUnroll Unroll { get; set; } = LstmUnroll.Auto;

    /// <summary>A copy with weights of another kind.</summary>
    internal LstmNetworkAttribute WithWeights(LstmNumbers weights)
    {
        var copy = (LstmNetworkAttribute)MemberwiseClone();
        copy.Weights = weights;
        return copy;
    }
}
