namespace LstmGen;

/// <summary>
/// Makes a partial class an LSTM of exactly this shape: the generator gives it kernels for every
/// instruction set, a constructor that takes <see cref="LstmWeights"/>, and <see cref="ILstmModel{TSelf}"/>.
/// </summary>
/// <remarks>
/// The arguments are compile-time constants and are checked by the compiler (diagnostics LSTM001 and up).
/// </remarks>
/// <param name="hidden">Units per layer, 1 to 4096.</param>
/// <param name="layers">Stacked layers, 1 to 16.</param>
/// <param name="input">Features of one input sample, 1 to 65536.</param>
/// <param name="output">
/// Outputs of a linear head applied to what the last layer gives, up to 65536; 0 for no head: the outputs are h itself.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LstmModelAttribute(int hidden, int layers = 1, int input = 1, int output = 0) : LstmCellAttribute
{
    /// <summary>Units per layer.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>Stacked layers.</summary>
    public int Layers { get; } = layers;

    /// <summary>Features of one input sample.</summary>
    public int Input { get; } = input;

    /// <summary>Outputs of the linear head; 0 for no head.</summary>
    public int Output { get; } = output;

    /// <summary>Whether the layers and the head have biases, as PyTorch's <c>bias</c>. True by default.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Which sigmoid and tanh the kernels compute. Accurate by default.</summary>
    public LstmActivations Activations { get; set; } = LstmActivations.Accurate;

    /// <summary>
    /// What kernels hold the weights of all layers as: single precision by default. Integers make large models several times faster and less exact, which
    /// <see cref="LstmQuantization"/> measures; parameters, files and states stay as they are.
    /// </summary>
    public LstmNumbers Weights { get; set; } = LstmNumbers.Single;

    /// <summary>
    /// Outputs that a matrix of its own projects h of each layer to (<c>proj_size</c>), fewer than the units; 0, the default, for none.
    /// </summary>
    public int Projection { get; set; }

    /// <summary>In which order of time layers read. From the first step to the last by default; a model of any other has no <c>Step</c>.</summary>
    public LstmDirection Direction { get; set; } = LstmDirection.Forward;

    /// <summary>What becomes of the outputs of two directions: side by side by default.</summary>
    public LstmMerge Merge { get; set; } = LstmMerge.Concat;

    /// <summary>Of which steps there are outputs: of every one by default. Of all together, <c>Run</c> writes one row for each sequence.</summary>
    public LstmOutputs Outputs { get; set; } = LstmOutputs.EveryStep;

    /// <summary>
    /// Whether the class can be trained. True by default; false leaves out the training kernels, half of what the build compiles for a model,
    /// and <see cref="LstmGen.Training.ILstmTrainable{TSelf}"/>: a trainer or tape of the class is then the compiler's error CS0311.
    /// </summary>
    public bool Training { get; set; } = true;

    /// <summary>
    /// Whether several threads can share a step, through <see cref="LstmLowLatency{TModel}"/>. False by default: true adds kernels of parts of a step.
    /// </summary>
    public bool LowLatency { get; set; }

    /// <summary>
    /// Number of different tokens, in place of <see cref="Input"/>: the class then takes tokens, which stand for one-hot vectors of so many features or for those of an
    /// <see cref="Embedding"/> (<see cref="ILstmTokenModel{TSelf}"/>), and reads a row of a table for each. 0, the default, for a model of vectors alone.
    /// </summary>
    public int Tokens { get; set; }

    /// <summary>
    /// Values of the vector that stands for a token, in place of its one-hot vector: the features that the first layer reads, trained with the model
    /// (<c>torch.nn.Embedding</c>). 0, the default, for one-hot vectors.
    /// </summary>
    public int Embedding { get; set; }

    /// <summary>How far the kernels are unrolled. The planner decides by default.</summary>
    public LstmUnroll Unroll { get; set; } = LstmUnroll.Auto;

    /// <summary>A copy with weights of another kind.</summary>
    internal LstmModelAttribute WithWeights(LstmNumbers weights)
    {
        var copy = (LstmModelAttribute)MemberwiseClone();
        copy.Weights = weights;
        return copy;
    }
}
