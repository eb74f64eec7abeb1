namespace LstmGen.Training;

/// <summary>What an attention block is made for.</summary>
public sealed record AttentionOptions
{
    /// <summary>The most sequences, at least 1.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>The most steps of a source, at least 1.</summary>
    public required int SourceSteps { get; init; }

    /// <summary>The most steps of queries that forward passes remember at a time, at least 1: those of one pass, or of several that are nested.</summary>
    public required int QuerySteps { get; init; }

    /// <summary>How scores are made.</summary>
    public AttentionKind Kind { get; init; }

    /// <summary>Units of <see cref="AttentionKind.Additive"/>, at least 1; null: the size of a query.</summary>
    public int? Units { get; init; }

    /// <summary>What scores are multiplied by, finite and above 0; 1 / sqrt(size) makes the dot product that of transformers.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Threads that work together on one pass, 1 to 1,024. Results have the same bits for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Determines initial values.</summary>
    public ulong Seed { get; init; }
}
