namespace LstmGen.Training;

/// <summary>Options of <see cref="Adam"/> and <see cref="AdamW"/>, with PyTorch's names and defaults.</summary>
public sealed record AdamOptions
{
    /// <summary>Finite, at least 0.</summary>
    public float LearningRate { get; init; } = 0.001f;

    /// <summary>Share of the mean of gradients that stays in a step: at least 0, less than 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Share of the mean of squared gradients that stays in a step: at least 0, less than 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root: finite, at least 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Finite, at least 0. Null: PyTorch's default, 0 for <see cref="Adam"/> and 0.01 for <see cref="AdamW"/>.</summary>
    public double? WeightDecay { get; init; }
}
