namespace LstmGen.Training;

/// <summary>A metric of whole sequences: takes each row of a batch apart, has it decoded, and compares it with its target tokens.</summary>
internal abstract class SequenceMetric(TokenDecoder decoder) : LstmMetric
{
    private readonly TokenDecoder _decoder = decoder ?? throw new ArgumentNullException(nameof(decoder));
    private float[] _outputs = [];
    private int[] _decoded = [];
    private int[] _expected = [];

    /// <summary>Compares decoded tokens with those expected.</summary>
    protected abstract void Compare(ReadOnlySpan<int> decoded, ReadOnlySpan<int> expected);

    public sealed override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize)
    {
        LossRows.CheckOutputSize(outputSize);
        LossRows.RequireLength(outputs.Length, outputs.Length / outputSize * (long)outputSize, outputs.Length / outputSize, "output size", outputSize, nameof(outputs));
        if (!mask.IsEmpty)
        {
            LossRows.RequireLength(mask.Length, targets.Length, targets.Length, "weight", 1, nameof(mask));
        }

        AddRow(outputs, targets, mask, row: 0, rows: 1, steps: outputs.Length / outputSize, outputSize);
    }

    public sealed override void Add(ReadOnlySpan<float> outputs, LstmBatch batch, int outputSize)
    {
        ArgumentNullException.ThrowIfNull(batch);
        LossRows.CheckOutputSize(outputSize);
        if (batch.TargetSize != 1 || batch.IsOfSequences)
        {
            throw new ArgumentException(
                $"The batch has {batch.TargetSize} targets {(batch.IsOfSequences ? "a sequence" : "a step")}; one token a step was expected.", nameof(batch));
        }

        LossRows.RequireLength(outputs.Length, (long)batch.Steps * batch.Rows * outputSize, batch.Steps * batch.Rows, "output size", outputSize, nameof(outputs));
        for (int row = 0; row < batch.Rows; row++)
        {
            AddRow(outputs, batch.Targets, batch.Mask, row, batch.Rows, batch.Lengths[row], outputSize);
        }
    }

    // A row without target tokens and without steps is one that a smaller last batch has no use for.
    private void AddRow(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int row, int rows, int steps, int outputSize)
    {
        int targetSteps = targets.Length / rows, expected = 0;
        Lengthen(ref _expected, targetSteps);
        Lengthen(ref _outputs, steps * outputSize);
        Lengthen(ref _decoded, steps);
        for (int step = 0; step < targetSteps; step++)
        {
            int at = (step * rows) + row;
            if (mask.IsEmpty || mask[at] > 0)
            {
                float token = targets[at];
                _expected[expected++] = token >= 0 && token <= int.MaxValue / 2 && (int)token == token ? (int)token
                    : throw new TargetException(at, 0, token, "a token, a whole number of at least 0, was expected");
            }
        }

        for (int step = 0; step < steps; step++)
        {
            outputs.Slice(((step * rows) + row) * outputSize, outputSize).CopyTo(_outputs.AsSpan(step * outputSize));
        }

        int decoded = _decoder(_outputs.AsSpan(0, steps * outputSize), outputSize, _decoded.AsSpan(0, steps));
        if (decoded < 0 || decoded > steps)
        {
            throw new InvalidOperationException($"The decoder gave {decoded} tokens of a sequence of {steps} steps; 0 to {steps} were expected.");
        }

        if (steps > 0 || expected > 0)
        {
            Compare(_decoded.AsSpan(0, decoded), _expected.AsSpan(0, expected));
        }
    }

    private static void Lengthen<T>(ref T[] array, int length) => array = array.Length < length ? new T[length] : array;
}

internal sealed class TokenErrorMetric(TokenDecoder decoder) : SequenceMetric(decoder)
{
    private long _distances;
    private long _tokens;

    public override string Name => "token error rate";

    public override bool HigherIsBetter => false;

    public override double Value => _tokens > 0 ? (double)_distances / _tokens : double.NaN;

    public override void Reset() => (_distances, _tokens) = (0, 0);

    protected override void Compare(ReadOnlySpan<int> decoded, ReadOnlySpan<int> expected)
    {
        _distances += EditDistance.Between(decoded, expected);
        _tokens += expected.Length;
    }
}

internal sealed class BleuMetric(TokenDecoder decoder) : SequenceMetric(decoder)
{
    private readonly BleuCounter<int> _counter = new();

    public override string Name => "BLEU";

    public override bool HigherIsBetter => true;

    public override double Value => _counter.Score.Value;

    public override void Reset() => _counter.Clear();

    protected override void Compare(ReadOnlySpan<int> decoded, ReadOnlySpan<int> expected) => _counter.Add(decoded, expected);
}
