namespace LstmGen.Training;

/// <summary>The checked sequences of a call.</summary>
internal readonly ref struct CtcBatch
{
    private readonly ReadOnlySpan<float> _outputs;
    private readonly ReadOnlySpan<int> _lengths;
    private readonly ReadOnlySpan<float> _labels;
    private readonly ReadOnlySpan<int> _labelLengths;
    private readonly ReadOnlySpan<float> _weights;
    private readonly int _outputSize;
    private readonly CtcOptions _options;
    private readonly bool _countsUnlabelled;

    internal CtcBatch(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<float> labels,
        ReadOnlySpan<int> labelLengths,
        int outputSize,
        ReadOnlySpan<float> gradients,
        ReadOnlySpan<float> weights,
        CtcOptions options,
        bool countsUnlabelled = false)
    {
        _outputs = outputs;
        _lengths = lengths;
        _labels = labels;
        _labelLengths = labelLengths;
        _weights = weights;
        (_outputSize, _options, _countsUnlabelled) = (outputSize, options, countsUnlabelled);
        int rows = lengths.Length;
        int steps = Steps(outputs.Length, rows, outputSize, nameof(outputs));
        int most = Steps(labels.Length, rows, 1, nameof(labels));
        Require(labelLengths.Length == rows, nameof(labelLengths), labelLengths.Length, rows);
        Require(weights.IsEmpty || weights.Length == rows, nameof(weights), weights.Length, rows);
        Require(gradients.IsEmpty || gradients.Length == outputs.Length, nameof(gradients), gradients.Length, outputs.Length);
        if (gradients.Overlaps(outputs) || gradients.Overlaps(labels) || gradients.Overlaps(weights))
        {
            throw new ArgumentException("gradients overlaps outputs, labels or weights; it must be a buffer of its own.", nameof(gradients));
        }

        for (int row = 0; row < rows; row++)
        {
            CheckLength(lengths[row], steps, row, nameof(lengths));
            CheckLength(labelLengths[row], most, row, nameof(labelLengths));
            if (!(Weight(row) >= 0 && double.IsFinite(Weight(row))))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The weight of row {row} is {Weight(row)}; a finite number of at least 0 was expected."), nameof(weights));
            }
        }
    }

    /// <summary>The mean of the losses, and its gradient; or an empty span: not wanted.</summary>
    internal double Evaluate(CtcScratch scratch, Span<float> gradients)
    {
        gradients.Clear();
        double total = 0;
        for (int row = 0; row < _lengths.Length; row++)
        {
            total += Counts(row) ? Weight(row) : 0;
        }

        PartialSums sum = default;
        for (int row = 0; row < _lengths.Length; row++)
        {
            if (Counts(row) && IsPossible(row))
            {
                sum.Add(row, Evaluate(row, total, scratch, gradients));
            }
        }

        return total > 0 ? sum.Fold() / total : 0;
    }

    private double Evaluate(int row, double total, CtcScratch scratch, Span<float> gradients)
    {
        int count = _labelLengths[row], states = 2 * count + 1;
        scratch.Grow(_lengths[row], states, _outputSize, !gradients.IsEmpty);
        Span<int> labels = scratch.Labels[..states];
        labels.Fill(_options.Blank);
        for (int index = 0; index < count; index++)
        {
            labels[2 * index + 1] = (int)Label(index, row);
        }

        double weight = Weight(row) / (_options.PerLabel ? Math.Max(count, 1) : 1);
        var sequence = new CtcSequence(_outputs, _lengths.Length, row, _outputSize, _lengths[row], states, scratch);
        double loss = sequence.Forward(!gradients.IsEmpty);
        if (!gradients.IsEmpty && double.IsFinite(loss))
        {
            sequence.Backward(gradients, weight / total);
        }

        return weight * loss;
    }

    /// <summary>Checks the labels of a sequence, and whether it has as many steps as they need.</summary>
    private bool IsPossible(int row)
    {
        int count = _labelLengths[row], rows = _lengths.Length;
        for (int index = 0; index < count; index++)
        {
            if (CtcLoss.Objection(Label(index, row), _outputSize, _options.Blank) is string objection)
            {
                throw new TargetException(index * rows + row, 0, Label(index, row), objection);
            }
        }

        int least = CtcLoss.LeastSteps(count == 0 ? default : _labels.Slice(row, (count - 1) * rows + 1), rows);
        if (_lengths[row] >= least)
        {
            return true;
        }

        return _options.ZeroInfinity ? false : throw new ArgumentException($"Row {row} {CtcLoss.TooFew(_lengths[row], least, count)}.", "lengths");
    }

    private bool Counts(int row) => Weight(row) > 0 && (_lengths[row] > 0 || _labelLengths[row] > 0);

    private double Weight(int row) => _weights.IsEmpty || (_countsUnlabelled && _labelLengths[row] == 0) ? 1 : _weights[row];

    private float Label(int index, int row) => _labels[index * _lengths.Length + row];

    private static int Steps(int length, int rows, int size, string name)
    {
        long step = (long)rows * size;
        return rows > 0 && length % step == 0 ? (int)(length / step) : rows == 0 && length == 0 ? 0 : throw new ArgumentException(
            $"{name} has {length} floats; a multiple of {rows} rows{(size > 1 ? $" x {size} outputs" : "")} was expected.", name);
    }

    private static void Require(bool holds, string name, int found, int expected)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} has {found} numbers; {expected} were expected.", name);
        }
    }

    private static void CheckLength(int length, int most, int row, string name)
    {
        if (length < 0 || length > most)
        {
            throw new ArgumentException($"The length of row {row} is {length} in {name}; 0 to {most} were expected.", name);
        }
    }
}
