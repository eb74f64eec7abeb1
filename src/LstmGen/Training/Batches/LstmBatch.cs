namespace LstmGen.Training;

/// <summary>The buffers of one mini-batch, filled by an <see cref="LstmBatches"/>; time-major and row-major, made once.</summary>
public sealed class LstmBatch
{
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly float[] _mask;
    private readonly int[] _lengths;

    /// <summary>Buffers for batches of these data.</summary>
    public LstmBatch(LstmBatches data)
        : this(NotNull(data).Batch, data.Steps, data.InputSize, data.TargetSize)
    {
    }

    internal LstmBatch(int rows, int maxSteps, int inputSize, int targetSize)
    {
        (Rows, MaxSteps, InputSize, TargetSize, Steps) = (rows, maxSteps, inputSize, targetSize, maxSteps);
        _inputs = new float[checked(maxSteps * rows * inputSize)];
        _targets = new float[checked(maxSteps * rows * targetSize)];
        _mask = new float[checked(maxSteps * rows)];
        _lengths = new int[rows];
    }

    /// <summary>Number of sequences, B.</summary>
    public int Rows { get; }

    /// <summary>The most steps a batch can have.</summary>
    public int MaxSteps { get; }

    /// <summary>Features of one input sample, I.</summary>
    public int InputSize { get; }

    /// <summary>Numbers of one target, K.</summary>
    public int TargetSize { get; }

    /// <summary>Time steps of this batch, T: <see cref="MaxSteps"/> unless <see cref="Shorten"/> was called.</summary>
    public int Steps { get; private set; }

    /// <summary>[T, B, I]; what lies past a row's length is not read.</summary>
    public Span<float> Inputs => _inputs.AsSpan(0, Steps * Rows * InputSize);

    /// <summary>[T, B, K]; what lies past a row's length or has mask 0 is not read.</summary>
    public Span<float> Targets => _targets.AsSpan(0, Steps * Rows * TargetSize);

    /// <summary>[T, B]: how much the loss at each step counts; 1 before it is filled, 0 past a row's length whatever is written there.</summary>
    public Span<float> Mask => _mask.AsSpan(0, Steps * Rows);

    /// <summary>[B], each 0 to T: steps of each row; T before it is filled. A row that a smaller last batch has no use for gets 0.</summary>
    public Span<int> Lengths => _lengths;

    /// <summary>Whether a row is shorter than T.</summary>
    internal bool IsRagged { get; private set; }

    /// <summary>The input of one row at one step: [I].</summary>
    public Span<float> Input(int step, int row) => _inputs.AsSpan(Index(step, row) * InputSize, InputSize);

    /// <summary>The target of one row at one step: [K].</summary>
    public Span<float> Target(int step, int row) => _targets.AsSpan(Index(step, row) * TargetSize, TargetSize);

    /// <summary>How much the loss of one row at one step counts.</summary>
    public ref float MaskOf(int step, int row) => ref _mask[Index(step, row)];

    /// <summary>Counts only the last steps of a row whose length is set: mask 0 before them.</summary>
    /// <param name="row">Index of the sequence.</param>
    /// <param name="count">How many steps count.</param>
    public void ScoreLast(int row, int count)
    {
        for (int step = 0; step < _lengths[row] - count; step++)
        {
            MaskOf(step, row) = 0;
        }
    }

    /// <summary>Makes this batch one of fewer steps; every length becomes <paramref name="steps"/>. To be called before anything is written.</summary>
    /// <param name="steps">T, 1 to <see cref="MaxSteps"/>.</param>
    public void Shorten(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, MaxSteps);
        Steps = steps;
        _lengths.AsSpan().Fill(steps);
    }

    /// <summary>Has a batch written, checks it, and cuts off steps that no row has. Allocates nothing.</summary>
    /// <param name="data">Of the sizes this was made for.</param>
    /// <param name="index">0 up to but not including <see cref="LstmBatches.Count"/>.</param>
    /// <returns>The sum of the mask: how much the mean loss of this batch counts among others.</returns>
    /// <exception cref="InvalidOperationException">A length is out of range, or no step counts.</exception>
    public double Read(LstmBatches data, int index)
    {
        ArgumentNullException.ThrowIfNull(data);
        Open();
        data.Fill(index, this);
        return Close(index);
    }

    /// <summary>Full lengths, every step counts.</summary>
    internal void Open()
    {
        Shorten(MaxSteps);
        _mask.AsSpan().Fill(1);
    }

    /// <summary>What <see cref="Read"/> does after the batch was written.</summary>
    internal double Close(int index)
    {
        int longest = 0, shortest = Steps;
        for (int row = 0; row < Rows; row++)
        {
            int length = _lengths[row];
            if (length < 0 || length > Steps)
            {
                throw new InvalidOperationException($"Batch {index}: the length of row {row} is {length}; 0 to {Steps} were expected.");
            }

            for (int step = length; step < Steps; step++)
            {
                _mask[(step * Rows) + row] = 0;
            }

            (longest, shortest) = (Math.Max(longest, length), Math.Min(shortest, length));
        }

        Steps = Math.Max(longest, 1);
        IsRagged = shortest < Steps;
        double weight = 0;
        foreach (float mask in Mask)
        {
            weight += mask;
        }

        return weight > 0 ? weight : throw new InvalidOperationException(
            $"Batch {index}: the mask sums to {weight}; at least one step that counts was expected.");
    }

    private static LstmBatches NotNull(LstmBatches data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data;
    }

    private int Index(int step, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)Steps, nameof(step));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return (step * Rows) + row;
    }
}
