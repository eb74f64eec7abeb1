using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>Independent sequences in memory, of any lengths.</summary>
public sealed class LstmSequences : LstmExamples
{
    private readonly LstmSequence[] _sequences;

    /// <summary>The sequences; their memory is checked now and read whenever a batch is filled, not copied.</summary>
    /// <param name="sequences">At least one, each of at least one step.</param>
    /// <param name="batch">Sequences of a batch, at least 1.</param>
    /// <param name="inputSize">Features of one input sample, at least 1.</param>
    /// <param name="targetSize">Numbers of one target, at least 1.</param>
    /// <exception cref="ArgumentException">
    /// There is no sequence, the lengths of one do not fit the sizes, a value is not finite, or no target of one counts.
    /// </exception>
    public LstmSequences(IReadOnlyList<LstmSequence> sequences, int batch, int inputSize, int targetSize)
        : this(Copy(sequences), batch, inputSize, targetSize)
    {
    }

    private LstmSequences(LstmSequence[] sequences, int batch, int inputSize, int targetSize)
        : base(sequences.Length, batch, Longest(sequences, inputSize, targetSize), inputSize, targetSize)
        => _sequences = sequences;

    internal override string Noun => "sequence";

    /// <inheritdoc/>
    protected override void FillRow(int example, int row, LstmBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        LstmSequence sequence = _sequences[example];
        ReadOnlySpan<float> inputs = sequence.Inputs.Span, targets = sequence.Targets.Span, mask = sequence.Mask.Span;
        int length = inputs.Length / InputSize;
        batch.Lengths[row] = length;
        for (int step = 0; step < length; step++)
        {
            inputs.Slice(step * InputSize, InputSize).CopyTo(batch.Input(step, row));
        }

        int scored = targets.Length / TargetSize;
        batch.ScoreLast(row, scored);
        if (batch.IsOfSequences)
        {
            targets.CopyTo(batch.Target(row));
            batch.MaskOf(row) = mask.IsEmpty ? 1 : mask[0];
            return;
        }

        for (int target = 0; target < scored; target++)
        {
            int step = length - scored + target;
            targets.Slice(target * TargetSize, TargetSize).CopyTo(batch.Target(step, row));
            if (!mask.IsEmpty)
            {
                batch.MaskOf(step, row) = mask[target];
            }
        }
    }

    internal override string? ObjectionToSequences()
    {
        int index = Array.FindIndex(_sequences, sequence => sequence.Targets.Length != TargetSize);
        return index < 0 ? null : $"sequence {index} has {_sequences[index].Targets.Length} targets; [{TargetSize}], one for the whole sequence, were expected";
    }

    internal override void CheckTargets(LstmLoss loss, int outputSize)
    {
        for (int index = 0; index < _sequences.Length; index++)
        {
            LstmSequence sequence = _sequences[index];
            ReadOnlySpan<float> targets = sequence.Targets.Span;
            for (int at = 0; at < targets.Length; at++)
            {
                if (Counts(sequence, at / TargetSize) && loss.Objection(targets[at], outputSize) is string objection)
                {
                    int step = (sequence.Inputs.Length / InputSize) - (targets.Length / TargetSize) + (at / TargetSize);
                    throw new ArgumentException(FormattableString.Invariant(
                        $"The target of sequence {index}, step {step}, column {at % TargetSize} is {targets[at]}; {objection}."));
                }
            }
        }
    }

    private static bool Counts(LstmSequence sequence, int target) => sequence.Mask.IsEmpty || sequence.Mask.Span[target] != 0;

    private static LstmSequence[] Copy(IReadOnlyList<LstmSequence> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        return sequences.Count > 0
            ? [.. sequences]
            : throw new ArgumentException("There is no sequence; at least one was expected.", nameof(sequences));
    }

    private static int Longest(LstmSequence[] sequences, int inputSize, int targetSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 1);
        int longest = 0;
        for (int index = 0; index < sequences.Length; index++)
        {
            CheckLengths(sequences[index], index, inputSize, targetSize);
            CheckValues(sequences[index], index, inputSize, targetSize);
            longest = Math.Max(longest, sequences[index].Inputs.Length / inputSize);
        }

        return longest;
    }

    private static void CheckLengths(LstmSequence sequence, int index, int inputSize, int targetSize)
    {
        int inputs = sequence.Inputs.Length, targets = sequence.Targets.Length, steps = inputs / inputSize;
        if (inputs == 0 || inputs % inputSize != 0)
        {
            throw Bad($"Sequence {index} has {inputs} inputs; a multiple of the {inputSize} features of a sample was expected.");
        }

        if (targets != targetSize && targets != (long)steps * targetSize)
        {
            throw Bad($"Sequence {index} has {targets} targets; [{steps}, {targetSize}] for each step or [{targetSize}] for the last were expected.");
        }

        if (!sequence.Mask.IsEmpty && sequence.Mask.Length != targets / targetSize)
        {
            throw Bad($"Sequence {index} has a mask of {sequence.Mask.Length}; one number for each of its {targets / targetSize} targets, or none, was expected.");
        }
    }

    private static void CheckValues(LstmSequence sequence, int index, int inputSize, int targetSize)
    {
        ReadOnlySpan<float> inputs = sequence.Inputs.Span, targets = sequence.Targets.Span, mask = sequence.Mask.Span;
        int at = FloatConversion.IndexOfNonFinite(inputs);
        if (at >= 0)
        {
            throw NotFinite("input", index, at / inputSize, at % inputSize, inputs[at]);
        }

        int first = (inputs.Length / inputSize) - (targets.Length / targetSize);
        bool counts = mask.IsEmpty;
        for (int target = 0; target < mask.Length; target++)
        {
            counts |= mask[target] > 0;
            if (!(mask[target] >= 0 && float.IsFinite(mask[target])))
            {
                throw Bad(FormattableString.Invariant(
                    $"The mask of sequence {index}, step {first + target} is {mask[target]}; a finite number of at least 0 was expected."));
            }
        }

        if (!counts)
        {
            throw Bad($"The mask of sequence {index} is 0 throughout; at least one target that counts was expected.");
        }

        for (at = FloatConversion.IndexOfNonFinite(targets); at >= 0 && at < targets.Length; at++)
        {
            if (!float.IsFinite(targets[at]) && Counts(sequence, at / targetSize))
            {
                throw NotFinite("target", index, first + (at / targetSize), at % targetSize, targets[at]);
            }
        }
    }

    private static ArgumentException NotFinite(string what, int index, int step, int column, float value)
        => Bad(FormattableString.Invariant($"The {what} of sequence {index}, step {step}, column {column} is {value}; a finite number was expected."));

    private static ArgumentException Bad(string message) => new(message, "sequences");
}
