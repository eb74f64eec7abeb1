namespace LstmGen.Training;

/// <summary>What a dense block is made for.</summary>
public sealed record DenseOptions
{
    /// <summary>The most rows that forward passes remember at a time, at least 1: those of one pass, or of several that are nested.</summary>
    public required int Rows { get; init; }

    /// <summary>Threads that work together on one pass, 1 to 1,024. Results have the same bits for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Determines initial values.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether there is a bias.</summary>
    public bool Bias { get; init; } = true;

    /// <summary><see cref="LstmActivation.Sigmoid"/>, <see cref="LstmActivation.Tanh"/> or <see cref="LstmActivation.Relu"/> of each output; null for none.</summary>
    public LstmActivation? Activation { get; init; }

    /// <summary>
    /// A parameter [outputs, inputs] in place of one of the block's own, such as <see cref="EmbeddingBlock.Weight"/> (tied weights: Press and Wolf, Using the Output Embedding to
    /// Improve Language Models, 2017). The backward pass that comes second accumulates.
    /// </summary>
    public LstmTrainable? Weight { get; init; }
}
