namespace LstmGen.Training;

/// <summary>
/// A loss over the outputs of a pass and its gradient: the mean over rows, one row for each time step and sequence, each row with its weight.
/// </summary>
/// <remarks>
/// Losses are computed in double (the exponentials of the softmax in float), sums by a fixed rule, exp and log by own functions: the bits are
/// the same on every processor.
/// Instances have no state: threads may share them.
/// </remarks>
public abstract partial class LstmLoss
{
    /// <summary>
    /// The square of output minus target; of a row the mean over its outputs. PyTorch's <c>mse_loss</c>. Targets: one for each output.
    /// </summary>
    public static LstmLoss MeanSquared { get; } = new ElementLoss<SquaredError>(default);

    /// <summary>
    /// The negative logarithm of the softmax of the outputs at the target's class. PyTorch's <c>cross_entropy</c>. Targets: one number for each
    /// row, the index of its class, 0 to outputSize - 1.
    /// </summary>
    public static LstmLoss SoftmaxCrossEntropy { get; } = new SoftmaxLoss();

    /// <summary>
    /// Cross-entropy of the sigmoid of each output; of a row the mean over its outputs. PyTorch's <c>binary_cross_entropy_with_logits</c>.
    /// Targets: one for each output, 0 to 1.
    /// </summary>
    public static LstmLoss BinaryCrossEntropy { get; } = new ElementLoss<LogisticError>(default);

    /// <summary>
    /// With e = output - target: e^2 / 2 where |e| is at most delta, beyond it delta (|e| - delta / 2); of a row the mean over its outputs.
    /// PyTorch's <c>huber_loss</c>. Targets: one for each output.
    /// </summary>
    /// <param name="delta">Finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Delta is out of range.</exception>
    public static LstmLoss Huber(float delta = 1f)
    {
        LstmOptionGuard.Positive(delta, nameof(delta));
        return new ElementLoss<HuberError>(new HuberError(delta));
    }

    /// <summary>
    /// The pinball loss, least where each output is that quantile of its target: with e = target - output, q e where e is positive, else
    /// (q - 1) e; of a row the mean over its outputs.
    /// </summary>
    /// <remarks>
    /// With Q quantiles a row has outputSize / Q targets, and output t Q + k is the k-th quantile of target t: the outputs of one target lie together.
    /// </remarks>
    /// <param name="quantiles">One or more, each above 0 and below 1; 0.5 is the median.</param>
    /// <exception cref="ArgumentException">There is none, or one is out of range.</exception>
    public static LstmLoss Quantile(params ReadOnlySpan<float> quantiles)
    {
        CheckQuantiles(quantiles);
        return new ElementLoss<PinballError>(new PinballError(quantiles.ToArray(), []));
    }

    /// <summary>
    /// Name and constants, as a text. A checkpoint keeps it, and is refused by a trainer whose loss has another: a loss of one's own with
    /// constants says them here. The name of the class where there is nothing to say.
    /// </summary>
    public virtual string Description => GetType().Name;

    /// <summary>
    /// Whether targets are sequences of lengths of their own (<see cref="LstmBatch.HasTargetSequences"/>), as labels without places are. Such a loss is computed of
    /// whole batches alone.
    /// </summary>
    public virtual bool TakesTargetSequences => false;

    /// <summary>Number of targets of one row.</summary>
    /// <param name="outputSize">Number of outputs of one row, at least 1.</param>
    /// <exception cref="ArgumentException">The loss does not fit this number of outputs.</exception>
    public abstract int TargetSize(int outputSize);

    /// <summary>The loss, and its gradient with respect to the outputs. Allocates nothing.</summary>
    /// <param name="outputs">[rows, outputSize].</param>
    /// <param name="targets">[rows, TargetSize]; finite where the row counts.</param>
    /// <param name="mask">[rows]: the weight of each row, finite and at least 0; of rows of weight 0 neither outputs nor targets are looked at.
    /// Empty: every row has weight 1.</param>
    /// <param name="outputSize">Number of outputs of one row, at least 1.</param>
    /// <param name="gradients">[rows, outputSize], written, exactly 0 in rows of weight 0; or empty: not wanted.</param>
    /// <returns>
    /// The sum of weight times loss over the rows, divided by the sum of weights; 0 where all weights are 0. Not finite where an output is not.
    /// </returns>
    /// <exception cref="ArgumentException">A length differs, buffers overlap, or a weight or target is out of range; row and column are named.</exception>
    public abstract double Evaluate(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize, Span<float> gradients);

    /// <summary>The loss of the outputs of a batch, and its gradient with respect to them: for losses that see sequences and not only rows. Allocates nothing after the first call.</summary>
    /// <param name="batch">The batch, with lengths, targets and mask.</param>
    /// <param name="outputs">[T, B, outputSize], or [B, outputSize] of sequences (<see cref="LstmBatch.IsOfSequences"/>).</param>
    /// <param name="outputSize">Number of outputs of one row, at least 1.</param>
    /// <param name="gradients">As many as outputs, written; or empty: not wanted.</param>
    /// <returns>The sum of weight times loss, divided by the sum of the mask.</returns>
    /// <exception cref="ArgumentException">A length differs, buffers overlap, or a target is out of range.</exception>
    public virtual double Evaluate(LstmBatch batch, ReadOnlySpan<float> outputs, int outputSize, Span<float> gradients)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Evaluate(outputs, batch.Targets, batch.Mask, outputSize, gradients);
    }

    /// <summary>What was expected in place of a target that cannot be used; null where it can, or only an evaluation knows.</summary>
    internal virtual string? Objection(float target, int outputSize) => null;

    /// <summary>The same loss over the targets that are not NaN; null where it is no mean over outputs.</summary>
    internal virtual LstmLoss? SkippingMissing() => null;

    /// <summary>What is wrong with a sequence of so many steps for its targets, a text that begins with a verb; null: nothing, or only an evaluation knows.</summary>
    internal virtual string? ObjectionToSteps(int steps, ReadOnlySpan<float> targets) => null;
}
