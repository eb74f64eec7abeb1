namespace LstmGen.Training;

/// <summary>What an embedding block is made for.</summary>
public sealed record EmbeddingOptions
{
    /// <summary>The most numbers that forward passes remember at a time, at least 1: those of one pass, or of several that are nested.</summary>
    public required int Rows { get; init; }

    /// <summary>Determines initial values.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number whose vector is 0 and has no gradient; null for none. PyTorch's <c>padding_idx</c>.</summary>
    public int? Padding { get; init; }

    /// <summary>Standard deviation of initial values, finite and at least 0. 1 is PyTorch's; 1 / sqrt(size) suits weights that an output layer shares.</summary>
    public float Deviation { get; init; } = 1;
}
