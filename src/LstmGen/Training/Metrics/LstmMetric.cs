namespace LstmGen.Training;

/// <summary>
/// A measure of a model's outputs over any number of batches: what a field reports, where a loss is what training lowers. It has a state, and is
/// used by one thread at a time.
/// </summary>
/// <remarks>
/// A row whose mask is 0 is left out; every other row counts once, whatever its weight in the loss. Sums are double and follow the order in which
/// rows are added: the bits are the same on every processor. What an <c>Add</c> that throws had added is undefined; <see cref="Reset"/> clears it.
/// <see cref="ClassificationScores"/>, <see cref="ForecastErrors"/>, <see cref="EditDistance"/> and <see cref="Training.Bleu"/> are the same measures as functions.
/// </remarks>
public abstract partial class LstmMetric
{
    /// <summary>A short name, as a report prints it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether of two models the one with the larger value is the better one.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>The value over all that was added since the last <see cref="Reset"/>; NaN where nothing counted.</summary>
    public abstract double Value { get; }

    /// <summary>Forgets all that was added.</summary>
    public abstract void Reset();

    /// <summary>Adds rows, or, where the metric is one of sequences, the steps of one sequence.</summary>
    /// <param name="outputs">[rows, outputSize].</param>
    /// <param name="targets">[rows, K], as the loss takes them.</param>
    /// <param name="mask">[rows]: 0 where a row is left out; empty: every row counts.</param>
    /// <param name="outputSize">Number of outputs of one row, at least 1.</param>
    /// <exception cref="ArgumentException">A length differs, or a target or output cannot be used; row and column are named.</exception>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize);

    /// <summary>Adds a batch. Allocates nothing once the largest batch was seen, except where all outputs must be kept (<see cref="Auc"/>).</summary>
    /// <param name="outputs">[T, B, outputSize], or [B, outputSize] where the batch has one target for each sequence.</param>
    /// <param name="batch">Targets, mask and lengths.</param>
    /// <param name="outputSize">Number of outputs of one row, at least 1.</param>
    /// <exception cref="ArgumentException">A length differs, or a target or output cannot be used; row and column are named.</exception>
    public virtual void Add(ReadOnlySpan<float> outputs, LstmBatch batch, int outputSize)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Add(outputs, batch.Targets, batch.Mask, outputSize);
    }

    /// <summary>Name and value.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} {Value:G4}");
}
