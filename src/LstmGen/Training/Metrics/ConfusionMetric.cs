namespace LstmGen.Training;

/// <summary>A score of a confusion matrix that grows with each batch.</summary>
public sealed class ConfusionMetric : LstmMetric
{
    private readonly Func<ConfusionMatrix, double> _score;

    internal ConfusionMetric(string name, Func<ConfusionMatrix, double> score) => (Name, _score) = (name, score);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <summary>The counts; null before anything was added, which tells how many classes there are.</summary>
    public ConfusionMatrix? Matrix { get; private set; }

    /// <inheritdoc/>
    public override double Value => Matrix is { Count: > 0 } ? _score(Matrix) : double.NaN;

    /// <inheritdoc/>
    public override void Reset() => Matrix?.Clear();

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize)
    {
        var rows = new MetricRows(outputs, targets, mask, outputSize, targetSize: 1);
        int classes = Math.Max(outputSize, 2);
        if (Matrix is not null && Matrix.Classes != classes)
        {
            throw new ArgumentException($"outputSize is {outputSize}, of {classes} classes; the {Matrix.Classes} of before were expected.", nameof(outputSize));
        }

        Matrix ??= new ConfusionMatrix(classes);
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows.Counts(row))
            {
                Matrix.Add(rows.Label(row, classes), rows.Predicted(row));
            }
        }
    }
}
