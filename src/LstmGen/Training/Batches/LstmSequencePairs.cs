using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>
/// Pairs of sequences in memory, each of a length of its own: frames and the labels of their transcript, a sentence and its translation. For
/// losses that take them (<see cref="LstmLoss.TakesTargetSequences"/>) and for a <see cref="TrainableModel"/>.
/// </summary>
public sealed class LstmSequencePairs : LstmExamples
{
    private readonly LstmSequence[] _pairs;

    /// <summary>The pairs; their memory is checked now and read whenever a batch is filled, not copied.</summary>
    /// <param name="pairs">
    /// At least one. Inputs [T, InputSize] and targets [U, TargetSize] have at least one step each and are finite; a mask has a number for each
    /// target, finite and at least 0, of which one counts.
    /// </param>
    /// <param name="batch">Pairs of a batch, at least 1.</param>
    /// <param name="inputSize">Features of one input sample, at least 1.</param>
    /// <param name="targetSize">Numbers of one target, at least 1.</param>
    /// <exception cref="ArgumentException">There is no pair, or something of one cannot be used; it is named.</exception>
    public LstmSequencePairs(IReadOnlyList<LstmSequence> pairs, int batch, int inputSize, int targetSize)
        : this(Checked(pairs, inputSize, targetSize), batch, inputSize, targetSize)
    {
    }

    private LstmSequencePairs(LstmSequence[] pairs, int batch, int inputSize, int targetSize)
        : base(
            pairs.Length, batch, pairs.Max(pair => pair.Inputs.Length) / inputSize, inputSize, targetSize, pairs.Max(pair => pair.Targets.Length) / targetSize)
        => _pairs = pairs;

    internal override string Noun => "pair";

    /// <inheritdoc/>
    protected override void FillRow(int example, int row, LstmBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        LstmSequence pair = _pairs[example];
        ReadOnlySpan<float> inputs = pair.Inputs.Span, targets = pair.Targets.Span, mask = pair.Mask.Span;
        batch.Lengths[row] = inputs.Length / InputSize;
        batch.TargetLengths[row] = targets.Length / TargetSize;
        for (int step = 0; step < batch.Lengths[row]; step++)
        {
            inputs.Slice(step * InputSize, InputSize).CopyTo(batch.Input(step, row));
        }

        for (int step = 0; step < batch.TargetLengths[row]; step++)
        {
            targets.Slice(step * TargetSize, TargetSize).CopyTo(batch.Target(step, row));
            batch.MaskOf(step, row) = mask.IsEmpty ? 1 : mask[step];
        }
    }

    internal override void CheckTargets(LstmLoss loss, int outputSize)
    {
        for (int index = 0; index < _pairs.Length; index++)
        {
            ReadOnlySpan<float> targets = _pairs[index].Targets.Span, mask = _pairs[index].Mask.Span;
            for (int at = 0; at < targets.Length; at++)
            {
                if ((mask.IsEmpty || mask[at / TargetSize] != 0) && loss.Objection(targets[at], outputSize) is string objection)
                {
                    throw new ArgumentException(FormattableString.Invariant(
                        $"Target {at / TargetSize} of pair {index}, column {at % TargetSize} is {targets[at]}; {objection}."));
                }
            }

            if (loss.ObjectionToSteps(_pairs[index].Inputs.Length / InputSize, targets) is string tooFew)
            {
                throw new ArgumentException($"Pair {index} {tooFew}.");
            }
        }
    }

    private static LstmSequence[] Checked(IReadOnlyList<LstmSequence> pairs, int inputSize, int targetSize)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 1);
        for (int index = 0; index < pairs.Count; index++)
        {
            LstmSequence pair = pairs[index];
            CheckPart(pair.Inputs.Span, default, "inputs", "input", index, inputSize);
            CheckPart(pair.Targets.Span, pair.Mask.Span, "targets", "target", index, targetSize);
            CheckMask(pair.Mask.Span, index, pair.Targets.Length / targetSize);
        }

        return pairs.Count > 0 ? [.. pairs] : throw Bad("There is no pair; at least one was expected.");
    }

    private static void CheckPart(ReadOnlySpan<float> values, ReadOnlySpan<float> mask, string all, string one, int index, int size)
    {
        if (values.IsEmpty || values.Length % size != 0)
        {
            throw Bad($"Pair {index} has {values.Length} {all}; a multiple of {size}, and at least that many, was expected.");
        }

        for (int at = FloatConversion.IndexOfNonFinite(values); at >= 0 && at < values.Length; at++)
        {
            if (!float.IsFinite(values[at]) && (at / size >= mask.Length || mask[at / size] != 0))
            {
                throw Bad(FormattableString.Invariant($"The {one} of pair {index}, step {at / size}, column {at % size} is {values[at]}; a finite number was expected."));
            }
        }
    }

    private static void CheckMask(ReadOnlySpan<float> mask, int index, int targets)
    {
        if (!mask.IsEmpty && mask.Length != targets)
        {
            throw Bad($"Pair {index} has a mask of {mask.Length}; one number for each of its {targets} targets, or none, was expected.");
        }

        bool counts = mask.IsEmpty;
        for (int step = 0; step < mask.Length; step++)
        {
            counts |= mask[step] > 0;
            if (!(mask[step] >= 0 && float.IsFinite(mask[step])))
            {
                throw Bad(FormattableString.Invariant($"The mask of pair {index}, target {step} is {mask[step]}; a finite number of at least 0 was expected."));
            }
        }

        if (!counts)
        {
            throw Bad($"The mask of pair {index} is 0 throughout; at least one target that counts was expected.");
        }
    }

    private static ArgumentException Bad(string message) => new(message, "pairs");
}
