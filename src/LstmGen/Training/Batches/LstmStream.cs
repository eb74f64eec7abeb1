namespace LstmGen.Training;

/// <summary>
/// One long sequence, cut into B streams that run side by side, each read in chunks of T steps. The state goes on from chunk to chunk,
/// gradients end at its borders: truncated backpropagation through time, as language models are trained.
/// </summary>
/// <remarks>Stream b starts at position b * (N / B) + min(b, N mod B): the first N mod B streams have one position more, so that none is lost.</remarks>
public abstract class LstmStream : LstmBatches
{
    /// <summary>Length and sizes.</summary>
    /// <param name="positions">Positions of the sequence that have an input and a target, N; at least as many as streams.</param>
    /// <param name="batch">Number of streams, at least 1.</param>
    /// <param name="steps">Time steps of a chunk, at least 1.</param>
    /// <param name="inputSize">Features of one input sample, at least 1.</param>
    /// <param name="targetSize">Numbers of one target, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is too small.</exception>
    protected LstmStream(int positions, int batch, int steps, int inputSize, int targetSize)
        : base(batch, steps, inputSize, targetSize)
    {
        if (positions < batch)
        {
            throw new ArgumentOutOfRangeException(
                nameof(positions), $"There are {positions} positions with an input and a target; at least {batch}, one for each stream, were expected.");
        }

        Positions = positions;
    }

    /// <summary>Positions of the sequence, N.</summary>
    public int Positions { get; }

    /// <inheritdoc/>
    public sealed override int Count => ((Longest - 1) / Steps) + 1;

    internal sealed override string? ObjectionToSequences() => "a stream has a target for each step; sequences with one each were expected";

    /// <summary>True.</summary>
    public sealed override bool CarriesState => true;

    private int Longest => ((Positions - 1) / Batch) + 1;

    /// <inheritdoc/>
    public sealed override void Fill(int index, LstmBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        int first = index * Steps;
        batch.Shorten(Math.Min(Steps, Longest - first));
        int length = Positions / Batch, longer = Positions % Batch;
        for (int row = 0; row < Batch; row++)
        {
            int start = Start(row) + first;
            int steps = Math.Min(batch.Steps, length + (row < longer ? 1 : 0) - first);
            batch.Lengths[row] = steps;
            for (int step = 0; step < steps; step++)
            {
                Read(start + step, batch.Input(step, row), batch.Target(step, row));
            }
        }
    }

    internal sealed override string Place(int index, int row, int step, LstmBatch batch) => $"position {Start(row) + (index * Steps) + step}";

    /// <summary>Writes the input and the target of one position; they must follow from the position alone.</summary>
    /// <param name="position">0 up to but not including <see cref="Positions"/>.</param>
    /// <param name="input">[InputSize].</param>
    /// <param name="target">[TargetSize].</param>
    protected abstract void Read(int position, Span<float> input, Span<float> target);

    private int Start(int row) => (row * (Positions / Batch)) + Math.Min(row, Positions % Batch);
}
