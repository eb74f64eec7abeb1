namespace LstmGen.Training;

/// <summary>Options of <see cref="LstmSchedule.ReduceOnPlateau"/>, with the names and defaults of PyTorch's <c>ReduceLROnPlateau</c>.</summary>
public sealed record LstmPlateauOptions
{
    /// <summary>What the rate is multiplied with: at least 0, less than 1.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>Number of reports without improvement that are forgiven, at least 0; the one after reduces the rate.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>Only a metric below best (1 - Threshold) is an improvement: at least 0, less than 1.</summary>
    public double Threshold { get; init; } = 1e-4;

    /// <summary>Number of reports after a reduction that do not count as without improvement, at least 0.</summary>
    public int Cooldown { get; init; }

    /// <summary>The rate never goes below: finite, at least 0.</summary>
    public float Minimum { get; init; }
}
