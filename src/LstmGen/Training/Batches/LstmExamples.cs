namespace LstmGen.Training;

/// <summary>Independent sequences, shuffled for every pass of training; the rows that the last batch has no examples for stay empty.</summary>
public abstract class LstmExamples : LstmBatches
{
    /// <summary>Number and sizes of the examples.</summary>
    /// <param name="examples">Number of examples, at least 1.</param>
    /// <param name="batch">Examples of a batch, at least 1.</param>
    /// <param name="steps">Time steps of the longest example, at least 1.</param>
    /// <param name="inputSize">Features of one input sample, at least 1.</param>
    /// <param name="targetSize">Numbers of one target, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or a batch is larger than an array can be.</exception>
    protected LstmExamples(int examples, int batch, int steps, int inputSize, int targetSize)
        : base(batch, steps, inputSize, targetSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        Examples = examples;
    }

    /// <summary>Number and sizes of examples whose targets are sequences of lengths of their own.</summary>
    /// <param name="examples">Number of examples, at least 1.</param>
    /// <param name="batch">Examples of a batch, at least 1.</param>
    /// <param name="steps">Time steps of the longest example, at least 1.</param>
    /// <param name="inputSize">Features of one input sample, at least 1.</param>
    /// <param name="targetSize">Numbers of one target, at least 1.</param>
    /// <param name="targetSteps">Targets of the example that has the most, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or a batch is larger than an array can be.</exception>
    protected LstmExamples(int examples, int batch, int steps, int inputSize, int targetSize, int targetSteps)
        : base(batch, steps, inputSize, targetSize, targetSteps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        Examples = examples;
    }

    /// <summary>Number of examples.</summary>
    public int Examples { get; }

    /// <inheritdoc/>
    public sealed override int Count => ((Examples - 1) / Batch) + 1;

    /// <summary>What a user calls an example.</summary>
    internal virtual string Noun => "example";

    /// <inheritdoc/>
    public sealed override void Fill(int index, LstmBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        ReadOnlySpan<int> examples = batch.Order(Examples)[(index * Batch)..];
        for (int row = 0; row < Batch; row++)
        {
            if (row < examples.Length)
            {
                FillRow(examples[row], row, batch);
            }
            else
            {
                batch.Lengths[row] = 0;
            }
        }
    }

    internal sealed override string Place(int index, int row, int step, LstmBatch batch)
        => $"{Noun} {batch.Order(Examples)[(index * Batch) + row]}, step {step}";

    /// <summary>Writes one example: its inputs and targets step by step, its length where it is shorter than the batch, and the mask
    /// where not every step counts.</summary>
    /// <remarks>What is written must follow from the example and <see cref="LstmBatch.Key"/> alone.</remarks>
    /// <param name="example">0 up to but not including <see cref="Examples"/>.</param>
    /// <param name="row">The row to write.</param>
    /// <param name="batch">The buffers.</param>
    protected abstract void FillRow(int example, int row, LstmBatch batch);
}
