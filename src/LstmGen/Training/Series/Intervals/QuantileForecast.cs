namespace LstmGen.Training;

/// <summary>Outputs that were trained with <see cref="LstmLoss.Quantile"/>.</summary>
public static class QuantileForecast
{
    /// <summary>
    /// Puts quantiles that cross in order, in place: those of each target ascending. That is never farther from the true quantiles (Chernozhukov,
    /// Fernandez-Val and Galichon 2010). Allocates nothing.
    /// </summary>
    /// <param name="outputs">[n, quantiles], the quantiles of one target together, for ascending levels.</param>
    /// <param name="quantiles">How many, at least 1.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the quantiles, or an output is NaN.</exception>
    public static void Sort(Span<float> outputs, int quantiles)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantiles, 1);
        if (outputs.Length % quantiles != 0)
        {
            throw new ArgumentException($"outputs has {outputs.Length} floats; a multiple of {quantiles} quantiles was expected.", nameof(outputs));
        }

        for (int at = 0; at < outputs.Length; at++)
        {
            if (float.IsNaN(outputs[at]))
            {
                throw new ArgumentException($"outputs holds NaN at {at}; numbers were expected.", nameof(outputs));
            }
        }

        for (int start = 0; start < outputs.Length; start += quantiles)
        {
            outputs.Slice(start, quantiles).Sort();
        }
    }
}
