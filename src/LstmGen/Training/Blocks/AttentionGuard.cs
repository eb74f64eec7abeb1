namespace LstmGen.Training;

/// <summary>The checks of attention.</summary>
internal static class AttentionGuard
{
    internal static void Options(int querySize, int sourceSize, AttentionOptions options)
    {
        BlockGuard.AtLeastOne(querySize, nameof(querySize));
        BlockGuard.AtLeastOne(sourceSize, nameof(sourceSize));
        BlockGuard.AtLeastOne(options.Batch, nameof(options.Batch));
        BlockGuard.AtLeastOne(options.SourceSteps, nameof(options.SourceSteps));
        BlockGuard.AtLeastOne(options.QuerySteps, nameof(options.QuerySteps));
        BlockGuard.AtLeastOne(options.Units ?? 1, nameof(options.Units));
        BlockGuard.Threads(options.Threads);
        LstmOptionGuard.Positive(options.Scale, nameof(options.Scale));
        if (options.Kind is not (AttentionKind.Dot or AttentionKind.General or AttentionKind.Additive))
        {
            throw new ArgumentException($"Kind is {options.Kind}; Dot, General or Additive was expected.", nameof(options));
        }

        if (options.Kind == AttentionKind.Dot && querySize != sourceSize)
        {
            throw new ArgumentException($"A query has {querySize} floats and a step of the source {sourceSize}; a dot product needs the same, and General takes any.", nameof(sourceSize));
        }

        if (options.Kind != AttentionKind.Additive && options.Units is { } units)
        {
            throw new ArgumentException($"Units is {units}, but the attention is {options.Kind}: only Additive has units.", nameof(options));
        }
    }

    /// <summary>Number of sequences.</summary>
    internal static int Batch(AttentionOptions options, ReadOnlySpan<int> lengths)
        => lengths.IsEmpty ? options.Batch : lengths.Length <= options.Batch ? lengths.Length : throw new ArgumentException(
            $"lengths has {lengths.Length} sequences; at most {options.Batch} were asked for when the block was made.", nameof(lengths));

    /// <summary>Number of steps.</summary>
    internal static int SourceSteps(AttentionOptions options, int length, int batch, int size, ReadOnlySpan<int> lengths)
    {
        int steps = BlockGuard.Rows(length, batch * size, "source");
        if (steps > options.SourceSteps)
        {
            throw new ArgumentException($"source has {steps} steps; at most {options.SourceSteps} were asked for when the block was made.", "source");
        }

        for (int row = 0; row < lengths.Length; row++)
        {
            if (lengths[row] < 0 || lengths[row] > steps)
            {
                throw new ArgumentException($"The length of sequence {row} is {lengths[row]}; 0 to {steps} was expected.", nameof(lengths));
            }
        }

        return steps;
    }
}
