namespace LstmGen.Training;

/// <summary>
/// One reader's way through an <see cref="LstmBatches"/>: the buffers of the present mini-batch, time-major and row-major, and the key and
/// order of the pass. Made once, used by one thread at a time.
/// </summary>
public sealed partial class LstmBatch
{
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly float[] _mask;
    private readonly int[] _lengths;
    private readonly int[] _targetLengths;
    private readonly int _maxTargetSteps;
    private int _targetSteps;
    private int[] _order = [];
    private ulong? _orderKey;

    /// <summary>Buffers for batches of these data, or of others of the same sizes.</summary>
    /// <param name="data">The data.</param>
    /// <param name="outputs">Those of the model: other than <see cref="LstmOutputs.EveryStep"/>, there is one target for each sequence.</param>
    public LstmBatch(LstmBatches data, LstmOutputs outputs = LstmOutputs.EveryStep)
        : this(NotNull(data).Batch, data.Steps, data.InputSize, data.TargetSize, outputs != LstmOutputs.EveryStep && data.TargetSteps is null, data.TargetSteps)
    {
    }

    internal LstmBatch(int rows, int maxSteps, int inputSize, int targetSize, bool ofSequences = false, int? targetSteps = null)
    {
        (Rows, MaxSteps, InputSize, TargetSize, Steps, IsOfSequences) = (rows, maxSteps, inputSize, targetSize, maxSteps, ofSequences);
        (HasTargetSequences, _maxTargetSteps, _targetSteps) = (targetSteps is not null, targetSteps ?? 0, targetSteps ?? 0);
        _targetLengths = new int[HasTargetSequences ? rows : 0];
        _inputs = new float[checked(maxSteps * rows * inputSize)];
        _targets = new float[checked(TargetSteps * rows * targetSize)];
        _mask = new float[checked(TargetSteps * rows)];
        _lengths = new int[rows];
    }

    /// <summary>Decides everything random in the present pass, such as the order; null in an evaluation, when nothing random may happen.</summary>
    public ulong? Key { get; private set; }

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

    /// <summary>Whether there is one target for each sequence, in place of one for each step: for a model whose outputs are of all steps together.</summary>
    public bool IsOfSequences { get; }

    /// <summary>Whether targets are sequences of lengths of their own (<see cref="LstmBatches.TargetSteps"/>).</summary>
    public bool HasTargetSequences { get; }

    /// <summary>Targets of a sequence, U: 1 of sequences, the longest of <see cref="TargetLengths"/> where targets have lengths of their own, else T.</summary>
    public int TargetSteps => HasTargetSequences ? _targetSteps : IsOfSequences ? 1 : Steps;

    /// <summary>[T, B, I]; what lies past a row's length is not read.</summary>
    public Span<float> Inputs => _inputs.AsSpan(0, Steps * Rows * InputSize);

    /// <summary>[U, B, K] (<see cref="TargetSteps"/>); what lies past a row's length or has mask 0 is not read.</summary>
    public Span<float> Targets => _targets.AsSpan(0, TargetSteps * Rows * TargetSize);

    /// <summary>[U, B]: how much the loss of each target counts; 1 before it is filled, 0 past a row's length whatever is written there.</summary>
    public Span<float> Mask => _mask.AsSpan(0, TargetSteps * Rows);

    /// <summary>[B], each 0 to T: steps of each row; T before it is filled. A row that a smaller last batch has no use for gets 0.</summary>
    public Span<int> Lengths => _lengths;

    /// <summary>[B], each 0 to the most that the data have: targets of each row, that number before it is filled; empty where targets have no lengths of their own.</summary>
    public Span<int> TargetLengths => _targetLengths;

    /// <summary>Whether a row is shorter than T.</summary>
    internal bool IsRagged { get; private set; }

    /// <summary>The input of one row at one step: [I].</summary>
    public Span<float> Input(int step, int row) => _inputs.AsSpan(Index(step, row) * InputSize, InputSize);

    /// <summary>The target of one row at one step, or the target of that number where targets are sequences: [K].</summary>
    /// <exception cref="InvalidOperationException">There is one target for each sequence.</exception>
    public Span<float> Target(int step, int row) => _targets.AsSpan(TargetIndex(step, row) * TargetSize, TargetSize);

    /// <summary>The target of a sequence, [K]: of its last step, where there is one for each step. To be asked for once the length is set.</summary>
    public Span<float> Target(int row) => _targets.AsSpan(Scored(row) * TargetSize, TargetSize);

    /// <summary>How much the loss of one row at one step counts.</summary>
    /// <exception cref="InvalidOperationException">There is one target for each sequence.</exception>
    public ref float MaskOf(int step, int row) => ref _mask[TargetIndex(step, row)];

    /// <summary>How much the loss of a sequence counts: at its last step, where there is a target for each step. To be asked for once the length is set.</summary>
    public ref float MaskOf(int row) => ref _mask[Scored(row)];

    /// <summary>Counts only the last steps of a row whose length is set: mask 0 before them. Where targets are of sequences there is nothing to be done.</summary>
    /// <param name="row">Index of the sequence.</param>
    /// <param name="count">How many steps count.</param>
    public void ScoreLast(int row, int count)
    {
        for (int step = 0; !IsOfSequences && !HasTargetSequences && step < _lengths[row] - count; step++)
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

    /// <summary>The numbers below a count in the order of the pass: shuffled by <see cref="Key"/>, or as they are where it is null.</summary>
    /// <remarks>Drawn when they are first asked for in a pass; for data of one's own.</remarks>
    /// <param name="count">At least 0.</param>
    public ReadOnlySpan<int> Order(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count != _order.Length || Key != _orderKey)
        {
            _order = count == _order.Length ? _order : new int[count];
            for (int index = 0; index < count; index++)
            {
                _order[index] = index;
            }

            if (Key is ulong shuffle)
            {
                CounterRandom.Shuffle(_order, shuffle);
            }

            _orderKey = Key;
        }

        return _order;
    }

    /// <summary>Has a batch written, checks it, and cuts off steps that no row has. Allocates nothing after the first.</summary>
    /// <param name="data">Of the sizes this was made for.</param>
    /// <param name="index">0 up to but not including <see cref="LstmBatches.Count"/>.</param>
    /// <param name="key">Decides what is random in the pass, such as the order; null for an evaluation: in order, nothing changed.</param>
    /// <returns>The sum of the mask: how much the mean loss of this batch counts among others.</returns>
    /// <exception cref="ArgumentException">The data have other sizes.</exception>
    /// <exception cref="InvalidOperationException">A length or a mask is out of range, or no step counts.</exception>
    public double Read(LstmBatches data, int index, ulong? key = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Batch != Rows || data.Steps != MaxSteps || data.InputSize != InputSize || data.TargetSize != TargetSize
            || (data.TargetSteps ?? 0) != _maxTargetSteps)
        {
            throw new ArgumentException(
                $"The data have batches of {data.Batch} sequences, {data.Steps} steps, {data.InputSize} inputs and {data.TargetSize} targets{Own(data.TargetSteps ?? 0)}; "
                + $"{Rows}, {MaxSteps}, {InputSize} and {TargetSize}{Own(_maxTargetSteps)} were expected.",
                nameof(data));
        }

        Open(key);
        data.Fill(index, this);
        return Close(index);
    }

    /// <summary>Full lengths, every step counts.</summary>
    internal void Open(ulong? key = null)
    {
        Key = key;
        Shorten(MaxSteps);
        _targetSteps = _maxTargetSteps;
        _targetLengths.AsSpan().Fill(_maxTargetSteps);
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

            for (int step = HasTargetSequences ? CheckedTargetLength(index, row) : IsOfSequences ? Math.Min(length, 1) : length; step < TargetSteps; step++)
            {
                _mask[(step * Rows) + row] = 0;
            }

            (longest, shortest) = (Math.Max(longest, length), Math.Min(shortest, length));
        }

        Steps = Math.Max(longest, 1);
        if (HasTargetSequences)
        {
            _targetSteps = Math.Max(_targetLengths.Max(), 1);
        }

        IsRagged = shortest < Steps;
        CheckMask(index);
        PartialSums sum = default;
        sum.AddAll(Mask);
        double weight = sum.Fold();
        return weight > 0 ? weight : throw new InvalidOperationException(
            $"Batch {index}: the mask sums to {weight}; at least one step that counts was expected.");
    }

    /// <summary>The target length of a row; 0 of one that has no steps.</summary>
    private int CheckedTargetLength(int index, int row)
    {
        ref int length = ref _targetLengths[row];
        if (_lengths[row] == 0)
        {
            length = 0;
        }

        return length >= 0 && length <= _maxTargetSteps ? length : throw new InvalidOperationException(
            $"Batch {index}: the target length of row {row} is {length}; 0 to {_maxTargetSteps} were expected.");
    }

    private void CheckMask(int index)
    {
        ReadOnlySpan<float> mask = Mask;
        for (int at = 0; at < mask.Length; at++)
        {
            if (!(mask[at] >= 0 && float.IsFinite(mask[at])))
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"Batch {index}: the mask of row {at % Rows}{(IsOfSequences ? "" : $", step {at / Rows}")} is {mask[at]}; a finite number of at least 0 was expected."));
            }
        }
    }

    private static LstmBatches NotNull(LstmBatches data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data;
    }

    private static string Own(int targetSteps) => targetSteps == 0 ? "" : $" in sequences of {targetSteps}";

    private int TargetIndex(int step, int row) => HasTargetSequences ? TargetSequenceIndex(step, row) : !IsOfSequences ? Index(step, row) : throw new InvalidOperationException(
        "The model gives outputs of all steps together, and there is one target for each sequence; Target(row) and MaskOf(row) were expected in place of those of a step.");

    /// <summary>Where target and mask of a sequence lie: those of its last step, if there are any others.</summary>
    private int Scored(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return IsOfSequences ? row : HasTargetSequences ? TargetSequenceIndex(_targetLengths[row] - 1, row) : Index(_lengths[row] - 1, row);
    }

    private int TargetSequenceIndex(int step, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)_targetSteps, nameof(step));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return (step * Rows) + row;
    }

    private int Index(int step, int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)Steps, nameof(step));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return (step * Rows) + row;
    }
}
