namespace LstmGen.Training;

/// <summary>
/// What a model is trained or evaluated on: a number of mini-batches, each written into buffers of the reader. Derive from
/// <see cref="LstmExamples"/> for independent sequences, from <see cref="LstmStream"/> for one long sequence, or from this for anything else.
/// </summary>
/// <remarks>
/// Data have no place in a pass: key and order belong to the <see cref="LstmBatch"/> of whoever reads. So several trainers may share
/// data, and read them from several threads at once where <see cref="Fill"/> changes nothing but the batch; those of this library do not.
/// </remarks>
public abstract class LstmBatches
{
    /// <summary>Sizes of the buffers.</summary>
    /// <param name="batch">Sequences of a batch, at least 1.</param>
    /// <param name="steps">The most time steps of a batch, at least 1.</param>
    /// <param name="inputSize">Features of one input sample, at least 1.</param>
    /// <param name="targetSize">Numbers of one target, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or a batch is larger than an array can be.</exception>
    protected LstmBatches(int batch, int steps, int inputSize, int targetSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 1);
        if ((Int128)batch * steps * Math.Max(inputSize, targetSize) > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(steps),
                $"A batch of {batch} sequences x {steps} steps x {Math.Max(inputSize, targetSize)} numbers is too large; at most {Array.MaxLength} floats are possible.");
        }

        (Batch, Steps, InputSize, TargetSize) = (batch, steps, inputSize, targetSize);
    }

    /// <summary>Sizes of the buffers where targets are sequences of lengths of their own: labels of a transcript, words of a translation.</summary>
    /// <param name="batch">Sequences of a batch, at least 1.</param>
    /// <param name="steps">The most time steps of a batch, at least 1.</param>
    /// <param name="inputSize">Features of one input sample, at least 1.</param>
    /// <param name="targetSize">Numbers of one target, at least 1.</param>
    /// <param name="targetSteps">The most targets of a sequence, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or a batch is larger than an array can be.</exception>
    protected LstmBatches(int batch, int steps, int inputSize, int targetSize, int targetSteps)
        : this(batch, steps, inputSize, targetSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSteps, 1);
        if ((Int128)batch * targetSteps * targetSize > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(targetSteps),
                $"A batch of {batch} sequences x {targetSteps} targets x {targetSize} numbers is too large; at most {Array.MaxLength} floats are possible.");
        }

        TargetSteps = targetSteps;
    }

    /// <summary>Sequences of a batch, B.</summary>
    public int Batch { get; }

    /// <summary>The most time steps of a batch.</summary>
    public int Steps { get; }

    /// <summary>Features of one input sample.</summary>
    public int InputSize { get; }

    /// <summary>Numbers of one target: <see cref="LstmLoss.TargetSize"/> of the outputs.</summary>
    public int TargetSize { get; }

    /// <summary>The most targets of a sequence, where targets are sequences of lengths of their own; null where there is one for each step of the outputs.</summary>
    public int? TargetSteps { get; }

    /// <summary>Batches of one pass over the data, at least 1 and always the same.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// Whether row b of a batch goes on where row b of the batch before ended: its state is carried over, gradients are not
    /// (truncated backpropagation through time). Otherwise every row starts from a new state. Always the same.
    /// </summary>
    public virtual bool CarriesState => false;

    /// <summary>
    /// What besides the sizes decides what is written, such as a stride, as a text. A checkpoint keeps it, and is refused by a trainer
    /// whose data have another; the name of the class where there is nothing to say.
    /// </summary>
    public virtual string Description => GetType().Name;

    /// <summary>Writes one batch; allocates nothing.</summary>
    /// <remarks>
    /// What is written must follow from the index and <see cref="LstmBatch.Key"/> alone: batches are read in order as a rule, but one may
    /// be read twice (after an error), and training that resumes begins in the middle of a pass. What is thrown reaches the caller of the
    /// trainer, which stays as it was and can go on.
    /// </remarks>
    /// <param name="index">0 up to but not including <see cref="Count"/>.</param>
    /// <param name="batch">Its lengths are full and its mask is 1; inputs and targets hold what an earlier batch left.</param>
    public abstract void Fill(int index, LstmBatch batch);

    /// <summary>What makes these data of no use to a model whose outputs are of all steps together, where that is known; else null.</summary>
    internal virtual string? ObjectionToSequences() => null;

    /// <summary>Throws at the first target that the loss cannot use, where all are at hand.</summary>
    internal virtual void CheckTargets(LstmLoss loss, int outputSize)
    {
    }

    /// <summary>What a user knows a row of a batch as.</summary>
    internal virtual string Place(int index, int row, int step, LstmBatch batch) => $"batch {index}, row {row}, step {step}";
}
