namespace LstmGen.Training;

/// <summary>A sequence in memory and what it should give.</summary>
/// <param name="Inputs">[T, InputSize].</param>
/// <param name="Targets">[T, TargetSize], one for each step; or [TargetSize], one for the last step, which then alone counts.</param>
public readonly record struct LstmSequence(ReadOnlyMemory<float> Inputs, ReadOnlyMemory<float> Targets);

/// <summary>Independent sequences in memory, of any lengths.</summary>
public sealed class LstmSequences : LstmExamples
{
    private readonly LstmSequence[] _sequences;

    /// <summary>The sequences; their memory is read whenever a batch is filled, not copied.</summary>
    /// <param name="sequences">At least one, each of at least one step.</param>
    /// <param name="batch">Sequences of a batch, at least 1.</param>
    /// <param name="inputSize">Features of one input sample, at least 1.</param>
    /// <param name="targetSize">Numbers of one target, at least 1.</param>
    /// <exception cref="ArgumentException">There is no sequence, or the lengths of one do not fit the sizes.</exception>
    public LstmSequences(IReadOnlyList<LstmSequence> sequences, int batch, int inputSize, int targetSize)
        : base(NumberOf(sequences), batch, Longest(sequences, inputSize, targetSize), inputSize, targetSize)
        => _sequences = [.. sequences];

    /// <inheritdoc/>
    protected override void FillRow(int example, int row, LstmBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ReadOnlySpan<float> inputs = _sequences[example].Inputs.Span, targets = _sequences[example].Targets.Span;
        int length = inputs.Length / InputSize;
        batch.Lengths[row] = length;
        for (int step = 0; step < length; step++)
        {
            inputs.Slice(step * InputSize, InputSize).CopyTo(batch.Input(step, row));
        }

        int scored = targets.Length / TargetSize;
        batch.ScoreLast(row, scored);
        for (int step = 0; step < scored; step++)
        {
            targets.Slice(step * TargetSize, TargetSize).CopyTo(batch.Target(length - scored + step, row));
        }
    }

    private static int NumberOf(IReadOnlyList<LstmSequence> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        return sequences.Count > 0 ? sequences.Count : throw new ArgumentException("There is no sequence; at least one was expected.", nameof(sequences));
    }

    private static int Longest(IReadOnlyList<LstmSequence> sequences, int inputSize, int targetSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 1);
        int longest = 0;
        for (int index = 0; index < sequences.Count; index++)
        {
            int inputs = sequences[index].Inputs.Length, targets = sequences[index].Targets.Length;
            int steps = inputs / inputSize;
            if (inputs == 0 || inputs % inputSize != 0)
            {
                throw new ArgumentException(
                    $"Sequence {index} has {inputs} inputs; a multiple of the {inputSize} features of a sample was expected.", nameof(sequences));
            }

            if (targets != targetSize && targets != (long)steps * targetSize)
            {
                throw new ArgumentException(
                    $"Sequence {index} has {targets} targets; [{steps}, {targetSize}] for each step or [{targetSize}] for the last were expected.",
                    nameof(sequences));
            }

            longest = Math.Max(longest, steps);
        }

        return longest;
    }
}
