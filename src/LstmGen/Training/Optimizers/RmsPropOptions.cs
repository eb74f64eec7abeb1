namespace LstmGen.Training;

/// <summary>Options of <see cref="RmsProp"/>, with PyTorch's names and defaults.</summary>
public sealed record RmsPropOptions
{
    /// <summary>Finite, at least 0.</summary>
    public float LearningRate { get; init; } = 0.01f;

    /// <summary>Share of the mean of squared gradients that stays in a step: 0 to 1.</summary>
    public double Alpha { get; init; } = 0.99;

    /// <summary>Added to the root: finite, at least 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Share of the last step's direction that stays: finite, at least 0.</summary>
    public double Momentum { get; init; }

    /// <summary>Divides by the deviation of the gradients instead of their root mean square.</summary>
    public bool Centered { get; init; }

    /// <summary>Times the parameter, added to the gradient: finite, at least 0.</summary>
    public double WeightDecay { get; init; }
}
