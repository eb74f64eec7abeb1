namespace LstmGen.Training;

internal sealed class AccuracyMetric : LstmMetric
{
    private long _right;
    private long _count;

    public override string Name => "accuracy";

    public override bool HigherIsBetter => true;

    public override double Value => (double)_right / _count;

    public override void Reset() => (_right, _count) = (0, 0);

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize)
    {
        var rows = new MetricRows(outputs, targets, mask, outputSize, targetSize: targets.Length == outputs.Length ? outputSize : 1);
        for (int row = 0; row < rows.Count; row++)
        {
            if (!rows.Counts(row))
            {
                continue;
            }

            if (rows.TargetSize == 1)
            {
                _right += rows.Predicted(row) == rows.Label(row, Math.Max(outputSize, 2)) ? 1 : 0;
                _count++;
                continue;
            }

            for (int column = 0; column < outputSize; column++)
            {
                _right += rows.Number(row, column) > 0 == (rows.Label(row, 2, column) == 1) ? 1 : 0;
                _count++;
            }
        }
    }
}
