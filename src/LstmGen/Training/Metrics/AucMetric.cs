namespace LstmGen.Training;

internal sealed class AucMetric : LstmMetric
{
    private double[] _scores = [];
    private bool[] _positive = [];
    private int _count;
    private double? _value;

    public override string Name => "AUC";

    public override bool HigherIsBetter => true;

    // The pairs are sorted where they lie: their order is nobody's.
    public override double Value => _value ??= ClassificationScores.SortedAuc(_scores.AsSpan(0, _count), _positive.AsSpan(0, _count));

    public override void Reset() => (_count, _value) = (0, null);

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize)
    {
        if (outputSize is not (1 or 2))
        {
            throw new ArgumentException($"outputSize is {outputSize}; 1 or 2, of two classes, was expected.", nameof(outputSize));
        }

        var rows = new MetricRows(outputs, targets, mask, outputSize, targetSize: 1);
        _value = null;
        for (int row = 0; row < rows.Count; row++)
        {
            if (!rows.Counts(row))
            {
                continue;
            }

            if (_count == _scores.Length)
            {
                int longer = Math.Max(checked(_count * 2), 256);
                Array.Resize(ref _scores, longer);
                Array.Resize(ref _positive, longer);
            }

            bool positive = rows.Label(row, 2) == 1;
            double score = outputSize == 1 ? rows.Number(row, 0) : (double)rows.Number(row, 1) - rows.Number(row, 0);
            (_scores[_count], _positive[_count]) = (score, positive);
            _count++;
        }
    }
}
