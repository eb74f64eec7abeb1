namespace LstmGen.Training;

/// <summary>
/// Connectionist temporal classification: -ln of the probability that the outputs of a sequence, with blanks and repetitions taken out, are its labels; over all ways to
/// place the labels in time (Graves et al. 2006). PyTorch's <c>ctc_loss</c> of the <c>log_softmax</c> of the outputs.
/// </summary>
/// <remarks>
/// The sums over ways are in double and of logarithms, the exponentials of the softmax are floats; the bits are the same on every processor. Threads may share an
/// instance; what a sequence needs in between is kept, so that only sequences larger than all before allocate.
/// </remarks>
public sealed class CtcLoss : LstmLoss
{
    private readonly CtcOptions _options;
    private CtcScratch? _scratch;

    /// <summary>A loss with these options.</summary>
    /// <param name="options">The defaults where null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The blank is less than 0.</exception>
    public CtcLoss(CtcOptions? options = null)
    {
        _options = options ?? new CtcOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Description
        => $"{nameof(Ctc)}(blank {_options.Blank}{(_options.PerLabel ? ", per label" : "")}{(_options.ZeroInfinity ? ", zero infinity" : "")})";

    /// <summary>1: a label.</summary>
    /// <inheritdoc/>
    public override int TargetSize(int outputSize)
    {
        LossRows.CheckOutputSize(outputSize);
        return _options.Blank < outputSize ? 1 : throw new ArgumentException(
            $"outputSize is {outputSize}; more than the blank, {_options.Blank}, was expected.", nameof(outputSize));
    }

    /// <summary>True: labels have no place in time.</summary>
    public override bool TakesTargetSequences => true;

    /// <summary>Always throws: labels have lengths of their own, which this form does not have.</summary>
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override double Evaluate(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize, Span<float> gradients)
        => throw new NotSupportedException($"{nameof(CtcLoss)} needs the lengths of outputs and labels; the overload with lengths was expected.");

    /// <summary>The loss of a batch: a sequence counts as much as the mask of its first label says, one without labels as 1.</summary>
    /// <inheritdoc/>
    public override double Evaluate(LstmBatch batch, ReadOnlySpan<float> outputs, int outputSize, Span<float> gradients)
    {
        ArgumentNullException.ThrowIfNull(batch);
        TargetSize(outputSize);
        if (!batch.HasTargetSequences || batch.TargetSize != 1)
        {
            throw new ArgumentException($"The targets of the batch are no sequences of labels, which {nameof(CtcLoss)} expects: those of LstmSequencePairs are.", nameof(batch));
        }

        ReadOnlySpan<float> weights = batch.TargetSteps > 0 ? batch.Mask[..batch.Rows] : default;
        return Evaluate(new CtcBatch(outputs, batch.Lengths, batch.Targets, batch.TargetLengths, outputSize, gradients, weights, _options, countsUnlabelled: true), gradients);
    }

    /// <summary>The loss of sequences, and its gradient with respect to the outputs.</summary>
    /// <param name="outputs">[T, B, outputSize], before the softmax.</param>
    /// <param name="lengths">[B], each 0 to T: steps of each sequence. Those with 0 steps and 0 labels do not count.</param>
    /// <param name="labels">[U, B]: each a whole number from 0 to outputSize - 1, other than the blank; what lies past a sequence's labels is not read.</param>
    /// <param name="labelLengths">[B], each 0 to U: labels of each sequence.</param>
    /// <param name="outputSize">Number of outputs of a step, above the blank.</param>
    /// <param name="gradients">[T, B, outputSize], written, 0 past a sequence's length; or empty: not wanted.</param>
    /// <param name="weights">[B]: how much each sequence counts in the mean, finite and at least 0; those of weight 0 are not looked at. Empty: 1 each.</param>
    /// <returns>The mean over the sequences, 0 where none counts. Not finite where an output of one is not.</returns>
    /// <exception cref="ArgumentException">
    /// A length differs, buffers overlap, a label or weight is out of range, or a sequence has fewer steps than its labels need (with <see cref="CtcOptions.ZeroInfinity"/> that is no error).
    /// </exception>
    public double Evaluate(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<float> labels,
        ReadOnlySpan<int> labelLengths,
        int outputSize,
        Span<float> gradients,
        ReadOnlySpan<float> weights = default)
    {
        TargetSize(outputSize);
        return Evaluate(new CtcBatch(outputs, lengths, labels, labelLengths, outputSize, gradients, weights, _options), gradients);
    }

    internal override string? Objection(float target, int outputSize) => Objection(target, outputSize, _options.Blank);

    internal static string? Objection(float target, int outputSize, int blank)
        => ClassNumber.Is(target, outputSize) && target != blank ? null
            : $"a label, a whole number from 0 to {outputSize - 1} other than the blank, {blank}, was expected";

    internal override string? ObjectionToSteps(int steps, ReadOnlySpan<float> targets)
    {
        int least = LeastSteps(targets, 1);
        return steps >= least || _options.ZeroInfinity ? null : TooFew(steps, least, targets.Length);
    }

    /// <summary>Steps that labels need: one each, and one for the blank between two that are alike.</summary>
    /// <param name="labels">One at every stride, the first at 0.</param>
    /// <param name="stride">From one label to the next.</param>
    internal static int LeastSteps(ReadOnlySpan<float> labels, int stride)
    {
        int steps = 0;
        for (int at = 0; at < labels.Length; at += stride)
        {
            steps += at > 0 && labels[at] == labels[at - stride] ? 2 : 1;
        }

        return Math.Max(steps, 1);
    }

    internal static string TooFew(int steps, int least, int labels)
        => $"has {steps} steps; at least {least} were expected for its {labels} {(labels == 1 ? "label" : "labels")}, blanks between equal ones included";

    private double Evaluate(CtcBatch batch, Span<float> gradients)
    {
        CtcScratch scratch = Interlocked.Exchange(ref _scratch, null) ?? new CtcScratch();
        try
        {
            return batch.Evaluate(scratch, gradients);
        }
        finally
        {
            _scratch = scratch;
        }
    }
}
