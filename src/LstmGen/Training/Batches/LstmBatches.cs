namespace LstmGen.Training;

/// <summary>
/// What a model is trained or evaluated on: a number of mini-batches, each written into buffers of the trainer. Derive from
/// <see cref="LstmExamples"/> for independent sequences, from <see cref="LstmStream"/> for one long sequence, or from this for anything else.
/// </summary>
/// <remarks>What <see cref="Fill"/> writes must follow from the key given to <see cref="Start"/> and the index alone: training that
/// resumes in the middle of a pass calls <see cref="Start"/> with the same key and goes on at the index.</remarks>
public abstract class LstmBatches
{
    /// <summary>Sizes of the buffers.</summary>
    /// <param name="batch">Sequences of a batch, at least 1.</param>
    /// <param name="steps">The most time steps of a batch, at least 1.</param>
    /// <param name="inputSize">Features of one input sample, at least 1.</param>
    /// <param name="targetSize">Numbers of one target, at least 1.</param>
    protected LstmBatches(int batch, int steps, int inputSize, int targetSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 1);
        (Batch, Steps, InputSize, TargetSize) = (batch, steps, inputSize, targetSize);
    }

    /// <summary>Sequences of a batch, B.</summary>
    public int Batch { get; }

    /// <summary>The most time steps of a batch.</summary>
    public int Steps { get; }

    /// <summary>Features of one input sample.</summary>
    public int InputSize { get; }

    /// <summary>Numbers of one target: <see cref="LstmLoss.TargetSize"/> of the outputs.</summary>
    public int TargetSize { get; }

    /// <summary>Batches of one pass over the data, at least 1.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// Whether row b of a batch goes on where row b of the batch before ended: its state is carried over, gradients are not
    /// (truncated backpropagation through time). Otherwise every row starts from a zero state.
    /// </summary>
    public virtual bool CarriesState => false;

    /// <summary>Begins a pass over the data.</summary>
    /// <param name="key">Decides everything random in this pass, such as the order; null for an evaluation: in order, nothing changed.</param>
    public virtual void Start(ulong? key)
    {
    }

    /// <summary>Writes one batch; allocates nothing.</summary>
    /// <param name="index">0 up to but not including <see cref="Count"/>.</param>
    /// <param name="batch">Its lengths are full and its mask is 1; inputs and targets hold what an earlier batch left.</param>
    public abstract void Fill(int index, LstmBatch batch);
}
