namespace LstmGen.Training;

/// <summary>The loss of one output.</summary>
internal interface IElementError
{
    /// <summary>Name and constants of the loss, as <see cref="LstmLoss.Description"/> gives them.</summary>
    string Description { get; }

    /// <summary>Number of outputs that share a target; they lie together.</summary>
    int OutputsPerTarget { get; }

    /// <summary>What a target must be, for an error message.</summary>
    string Expected { get; }

    bool Accepts(float target);

    /// <summary>Loss and derivative with respect to the output.</summary>
    double Evaluate(double output, double target, int column, out double derivative);
}
