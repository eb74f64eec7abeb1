namespace LstmGen.Training;

/// <summary>
/// Noise for windows of a series, different in every epoch and the same in every run with the same seed. It is added in training only, and
/// in the units of the series given, which is scaled as a rule.
/// </summary>
public sealed record SeriesAugmentation
{
    /// <summary>Standard deviation of the normal noise added to every input value; 0: none. Targets stay as they are.</summary>
    public float Jitter { get; init; }

    /// <summary>
    /// Standard deviation around 1 of the normal factor that multiplies a column for the length of a window; 0: none. Targets that are
    /// later rows of the same series take the factor of their column.
    /// </summary>
    public float Scaling { get; init; }

    internal void Check()
    {
        LstmOptionGuard.NotNegative(Jitter, nameof(Jitter));
        LstmOptionGuard.NotNegative(Scaling, nameof(Scaling));
    }

    /// <summary>Changes one row of a batch.</summary>
    /// <param name="key">The key of the pass.</param>
    /// <param name="window">Number of the window: with the key, it determines the noise.</param>
    /// <param name="row">The row.</param>
    /// <param name="batch">The buffers.</param>
    /// <param name="series">Where inputs and targets come from.</param>
    /// <param name="scalesTargets">Whether the targets scale with the inputs.</param>
    internal void Apply(ulong key, int window, int row, LstmBatch batch, SeriesTargets series, bool scalesTargets)
    {
        ulong factors = CounterRandom.Key(key, (ulong)window, 0), noise = CounterRandom.Key(key, (ulong)window, 1);
        for (int column = 0; column < batch.InputSize && Scaling > 0; column++)
        {
            float factor = Factor(factors, series.SourceOf(column));
            for (int step = 0; step < batch.Steps; step++)
            {
                batch.Input(step, row)[column] *= factor;
            }
        }

        for (int at = 0; at < batch.TargetSize && Scaling > 0 && scalesTargets; at++)
        {
            float factor = Factor(factors, series.ColumnOf(at));
            for (int step = 0; step < batch.Steps; step++)
            {
                batch.Target(step, row)[at] *= factor;
            }
        }

        for (int step = 0; step < batch.Steps && Jitter > 0; step++)
        {
            Span<float> input = batch.Input(step, row);
            for (int column = 0; column < input.Length; column++)
            {
                input[column] += Jitter * CounterRandom.Normal(noise, (ulong)((step * input.Length) + column));
            }
        }
    }

    private float Factor(ulong key, int column) => 1 + (Scaling * CounterRandom.Normal(key, (ulong)column));
}
