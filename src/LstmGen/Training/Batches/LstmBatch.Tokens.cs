namespace LstmGen.Training;

// Inputs and targets that are numbers of tokens or classes.
public sealed partial class LstmBatch
{
    /// <summary>A column of the inputs as numbers of tokens, for an <see cref="EmbeddingBlock"/> or a tape of tokens.</summary>
    /// <param name="count">Number of different tokens.</param>
    /// <param name="tokens">[T, B], written.</param>
    /// <param name="column">Which feature.</param>
    /// <param name="padding">What is written past a row's length.</param>
    /// <exception cref="ArgumentException">The length differs, or there is no such column.</exception>
    /// <exception cref="InvalidOperationException">An input within a row's length is no token; it is named.</exception>
    public void ReadTokens(int count, Span<int> tokens, int column = 0, int padding = 0)
        => CopyTokens("input", Inputs, Lengths, InputSize, Steps, count, tokens, column, padding);

    /// <summary>A column of the targets as numbers of tokens or classes.</summary>
    /// <param name="count">Number of different tokens.</param>
    /// <param name="tokens">[U, B], written.</param>
    /// <param name="column">Which number of a target.</param>
    /// <param name="padding">What is written past a row's length.</param>
    /// <exception cref="ArgumentException">The length differs, or there is no such column.</exception>
    /// <exception cref="InvalidOperationException">A target within a row's length is no token; it is named.</exception>
    public void ReadTargetTokens(int count, Span<int> tokens, int column = 0, int padding = 0)
        => CopyTokens("target", Targets, HasTargetSequences ? TargetLengths : Lengths, TargetSize, TargetSteps, count, tokens, column, padding);

    private void CopyTokens(
        string what, ReadOnlySpan<float> values, ReadOnlySpan<int> lengths, int size, int steps, int count, Span<int> tokens, int column, int padding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)size, nameof(column));
        if (tokens.Length != steps * Rows)
        {
            throw new ArgumentException($"tokens has {tokens.Length} numbers; {steps} steps x {Rows} rows = {steps * Rows} were expected.", nameof(tokens));
        }

        for (int at = 0; at < tokens.Length; at++)
        {
            (int step, int row) = Math.DivRem(at, Rows);
            float value = values[(at * size) + column];
            tokens[at] = step >= lengths[row] && !(IsOfSequences && steps == 1 && lengths[row] > 0) ? padding
                : ClassNumber.Is(value, count) ? (int)value
                : throw new InvalidOperationException(FormattableString.Invariant(
                    $"The {what} of row {row}, step {step}, column {column} is {value}; a whole number from 0 to {count - 1} was expected."));
        }
    }
}
