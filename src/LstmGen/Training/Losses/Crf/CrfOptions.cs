namespace LstmGen.Training;

/// <summary>Options of <see cref="CrfBlock"/>.</summary>
public sealed record CrfOptions
{
    /// <summary>What may follow what; null: any tag any other.</summary>
    public CrfConstraints? Constraints { get; init; }

    /// <summary>
    /// Whether the sum of the losses is divided by the number of steps (<c>token_mean</c> of pytorch-crf), as that of a trainer's other losses is; else by the number of
    /// sequences (<c>mean</c>).
    /// </summary>
    public bool PerStep { get; init; } = true;
}
