namespace LstmGen.Training;

/// <summary>Options of <see cref="CtcLoss"/>.</summary>
public sealed record CtcOptions
{
    /// <summary>The output that stands for no label, at least 0 and less than the number of outputs.</summary>
    public int Blank { get; init; }

    /// <summary>
    /// Whether the loss of each sequence is divided by the number of its labels (by 1 where there are none) before the mean over the sequences is taken, as PyTorch's
    /// <c>reduction="mean"</c> does; else the mean is that of the losses of whole sequences.
    /// </summary>
    public bool PerLabel { get; init; } = true;

    /// <summary>
    /// Whether a sequence too short for its labels has loss and gradient 0, and counts in the mean, as with PyTorch's <c>zero_infinity</c>; else it is an error that
    /// names it (PyTorch's loss is infinite then).
    /// </summary>
    public bool ZeroInfinity { get; init; }

    internal void Check() => ArgumentOutOfRangeException.ThrowIfNegative(Blank);
}
