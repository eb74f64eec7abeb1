namespace LstmGen.Training;

/// <summary>A mean over single outputs, summed by their number among all that counted since the last reset.</summary>
internal sealed class ElementMetric<TTerm>(string name, TTerm term) : LstmMetric
    where TTerm : struct, IElementTerm
{
    private PartialSums _sum;
    private long _count;

    public override string Name => name;

    public override bool HigherIsBetter => false;

    public override double Value => _count == 0 ? double.NaN : term.Finish(_sum.Fold() / _count);

    public override void Reset() => (_sum, _count) = (default, 0);

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize)
    {
        LossRows.CheckOutputSize(outputSize);
        (int targetSize, int rest) = Math.DivRem(outputSize, term.OutputsPerTarget);
        if (rest != 0)
        {
            throw new ArgumentException(
                $"outputSize is {outputSize}; a multiple of the number of quantiles, {term.OutputsPerTarget}, was expected.", nameof(outputSize));
        }

        var rows = new MetricRows(outputs, targets, mask, outputSize, targetSize);
        for (int row = 0; row < rows.Count; row++)
        {
            if (!rows.Counts(row))
            {
                continue;
            }

            for (int column = 0; column < outputSize; column++)
            {
                int targetColumn = column / term.OutputsPerTarget;
                float target = rows.Target(row, targetColumn);
                if (!float.IsFinite(target))
                {
                    throw new TargetException(row, targetColumn, target, "a finite number was expected");
                }

                _sum.Add((int)(_count++ & int.MaxValue), term.Of(rows.Number(row, column), target, column));
            }
        }
    }
}
