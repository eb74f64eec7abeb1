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

    /// <summary>The columns that are forecast; all, in order, where null.</summary>
    public IReadOnlyList<int>? TargetColumns { get; init; }

    /// <summary>How many of a window's last steps count in the loss: 1 for the last alone, null for all. The steps before only warm the state.</summary>
    public int? ScoredSteps { get; init; }

    /// <summary>Noise added to what is trained on; an evaluation sees the series as it is.</summary>
    public SeriesAugmentation? Augmentation { get; init; }
}
