namespace LstmGen.Training;

/// <summary>A distribution of one target, whose parameters are outputs.</summary>
internal interface IDensity
{
    /// <summary>Name and constants of the loss, as <see cref="LstmLoss.Description"/> gives them.</summary>
    string Description { get; }

    /// <summary>Number of outputs of a target.</summary>
    int OutputsPerTarget { get; }

    /// <summary>What the outputs of a target are, for an error message.</summary>
    string Parameters { get; }

    /// <summary>The negative logarithm of the density at the target, and its gradient times a factor; or an empty span: not wanted.</summary>
    double Evaluate(ReadOnlySpan<float> outputs, double target, double scale, Span<float> gradients);
}
