namespace LstmGen.Training;

/// <summary>
/// Rolling-origin evaluation (Tashman 2000): a forecast from each of many origins, each with what was known there alone. No training row of a
/// split is at or after its origin, no validation row before it.
/// </summary>
public sealed record RollingOrigin
{
    /// <summary>Rows before the first origin, at least 1.</summary>
    public required int Initial { get; init; }

    /// <summary>Rows forecast from each origin, at least 1.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Rows from one origin to the next, at least 1.</summary>
    public int Step { get; init; } = 1;

    /// <summary>The most rows that are trained on, the newest; null: all from the start of the series (an expanding window).</summary>
    public int? Window { get; init; }

    /// <summary>Origins that share the training rows of the first of them, at least 1: 1 refits at each.</summary>
    public int RefitEvery { get; init; } = 1;

    /// <summary>Rows left out between training rows and origin, for rows that are themselves computed from rows after them.</summary>
    public int Gap { get; init; }

    /// <summary>The splits of a series, from the oldest origin to the newest whose forecast ends within it.</summary>
    /// <param name="rows">Rows of the series.</param>
    /// <exception cref="ArgumentException">A number is out of range, or there are too few rows for one split.</exception>
    public IReadOnlyList<RollingOriginSplit> Splits(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Initial, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Step, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Window ?? 1, 1, nameof(Window));
        ArgumentOutOfRangeException.ThrowIfLessThan(RefitEvery, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Gap);
        if (Gap >= Initial)
        {
            throw new ArgumentOutOfRangeException(nameof(Gap), Gap, $"Fewer rows than Initial, {Initial}, were expected: none would be left to train on.");
        }

        if (rows < (long)Initial + Horizon)
        {
            throw new ArgumentException(
                $"The series has {rows} rows; {(long)Initial + Horizon}, {Initial} before the first origin and {Horizon} to forecast, were expected.", nameof(rows));
        }

        var splits = new List<RollingOriginSplit>(((rows - Horizon - Initial) / Step) + 1);
        SeriesPart training = default;
        for (long next = Initial; next + Horizon <= rows; next += Step)
        {
            int origin = (int)next;
            bool refits = splits.Count % RefitEvery == 0;
            if (refits)
            {
                int end = origin - Gap;
                training = new SeriesPart(Math.Max(0, end - (Window ?? end)), end);
            }

            splits.Add(new RollingOriginSplit(training, new SeriesPart(origin, origin + Horizon), origin, refits));
        }

        return splits;
    }
}
