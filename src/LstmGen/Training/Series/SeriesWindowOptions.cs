namespace LstmGen.Training;

/// <summary>How windows are cut from a series, and what is forecast.</summary>
public sealed record SeriesWindowOptions
{
    /// <summary>Rows of a window: its time steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Windows of a batch, or streams that run side by side.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Rows from the start of one window to that of the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>How many rows after a step its (first) target lies: 1, the next row, by default; 0 for targets that are already aligned.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>How many rows, from <see cref="Horizon"/> on, are forecast at once.</summary>
    public int ForecastRows { get; init; } = 1;

    /// <summary>
    /// How many rows after a step each of its targets lies, such as 1, 6 and 24, ascending; in place of <see cref="Horizon"/> and
    /// <see cref="ForecastRows"/>. A target is then [horizons, target columns].
    /// </summary>
    public IReadOnlyList<int>? Horizons { get; init; }

    /// <summary>The columns that are forecast; all, in order, where null.</summary>
    public IReadOnlyList<int>? TargetColumns { get; init; }

    /// <summary>
    /// Columns of the inputs that are known in advance, such as those of <see cref="SeriesCalendar"/> or a planned price: what they hold at
    /// each row that is forecast follows the input of the step, [horizons, known columns]. Of all other columns a step reads its own row alone.
    /// </summary>
    public IReadOnlyList<int>? KnownColumns { get; init; }

    /// <summary>
    /// Whether targets may be missing, which is NaN. A step without any target has mask 0, and a window without any is left out. Where some
    /// are missing, the mask of the step is the share that is not: for <see cref="SeriesMissing.Skip"/> of a loss. Inputs are filled before, by
    /// <see cref="SeriesMissing.Fill"/>.
    /// </summary>
    public bool MissingTargets { get; init; }

    /// <summary>How many of a window's last steps count in the loss: 1 for the last alone, null for all. The steps before only warm the state.</summary>
    public int? ScoredSteps { get; init; }

    /// <summary>Noise added to what is trained on; an evaluation sees the series as it is.</summary>
    public SeriesAugmentation? Augmentation { get; init; }
}
