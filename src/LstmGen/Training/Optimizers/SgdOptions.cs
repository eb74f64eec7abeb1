namespace LstmGen.Training;

/// <summary>Options of <see cref="Sgd"/>, with PyTorch's names and defaults.</summary>
public sealed record SgdOptions
{
    /// <summary>Finite, at least 0.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Share of the last step's direction that stays: finite, at least 0; 0 is plain gradient descent.</summary>
    public double Momentum { get; init; }

    /// <summary>Share of the gradient that does not enter the momentum, except in the first step: finite.</summary>
    public double Dampening { get; init; }

    /// <summary>Steps along gradient plus momentum times the new direction; needs a momentum and no dampening.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Times the parameter, added to the gradient: finite, at least 0.</summary>
    public double WeightDecay { get; init; }
}
