namespace LstmGen.Training;

/// <summary>Independent sequences, shuffled for every pass of training; the rows that the last batch has no examples for stay empty.</summary>
public abstract class LstmExamples : LstmBatches
{
    private readonly int[] _order;

    /// <summary>Number and sizes of the examples.</summary>
    /// <param name="examples">Number of examples, at least 1.</param>
    /// <param name="batch">Examples of a batch, at least 1.</param>
    /// <param name="steps">Time steps of the longest example, at least 1.</param>
    /// <param name="inputSize">Features of one input sample, at least 1.</param>
    /// <param name="targetSize">Numbers of one target, at least 1.</param>
    protected LstmExamples(int examples, int batch, int steps, int inputSize, int targetSize)
        : base(batch, steps, inputSize, targetSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        _order = new int[examples];
        Start(null);
    }

    /// <summary>Number of examples.</summary>
    public int Examples => _order.Length;

    /// <inheritdoc/>
    public sealed override int Count => ((Examples - 1) / Batch) + 1;

    /// <summary>The key of the pass; null in an evaluation, when nothing random may happen.</summary>
    protected ulong? Key { get; private set; }

    /// <inheritdoc/>
    public sealed override void Start(ulong? key)
    {
        Key = key;
        for (int index = 0; index < _order.Length; index++)
        {
            _order[index] = index;
        }

        if (key is ulong shuffle)
        {
            CounterRandom.Shuffle(_order, shuffle);
        }
    }

    /// <inheritdoc/>
    public sealed override void Fill(int index, LstmBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        for (int row = 0; row < Batch; row++)
        {
            int at = (index * Batch) + row;
            if (at < _order.Length)
            {
                FillRow(_order[at], row, batch);
            }
            else
            {
                batch.Lengths[row] = 0;
            }
        }
    }

    /// <summary>Writes one example: its inputs and targets step by step, its length where it is shorter than the batch, and the mask
    /// where not every step counts.</summary>
    /// <param name="example">0 up to but not including <see cref="Examples"/>.</param>
    /// <param name="row">The row to write.</param>
    /// <param name="batch">The buffers.</param>
    protected abstract void FillRow(int example, int row, LstmBatch batch);
}
