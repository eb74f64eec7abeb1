namespace LstmGen.Training;

/// <summary>How good intervals were.</summary>
/// <param name="Count">Values that were there.</param>
/// <param name="Coverage">Share of them that lay within.</param>
/// <param name="MeanWidth">Mean of upper - lower.</param>
/// <param name="Winkler">
/// Mean of the width plus 2 / (1 - coverage asked for) times how far a value lay outside (Winkler 1972; Gneiting and Raftery 2007): the less the better,
/// and least for the true quantiles.
/// </param>
public readonly record struct IntervalScores(int Count, double Coverage, double MeanWidth, double Winkler)
{
    /// <summary>Scores intervals; allocates nothing.</summary>
    /// <param name="lower">[n].</param>
    /// <param name="upper">[n], each at least that of <paramref name="lower"/>.</param>
    /// <param name="targets">[n]; a value that is NaN is left out.</param>
    /// <param name="coverage">That the intervals were made for, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, an interval is the wrong way round, or no value is there.</exception>
    public static IntervalScores Of(ReadOnlySpan<float> lower, ReadOnlySpan<float> upper, ReadOnlySpan<float> targets, double coverage)
    {
        CheckLengths(lower, upper, targets);
        if (!(coverage > 0 && coverage < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "A number above 0 and below 1 was expected.");
        }

        PartialSums widths = default, outside = default;
        int count = 0, within = 0;
        for (int at = 0; at < targets.Length; at++)
        {
            if (float.IsNaN(targets[at]))
            {
                continue;
            }

            if (!(lower[at] <= upper[at]))
            {
                throw new ArgumentException(FormattableString.Invariant($"Interval {at} is {lower[at]} to {upper[at]}; the lower one first was expected."), nameof(lower));
            }

            double error = Math.Max(Math.Max((double)lower[at] - targets[at], (double)targets[at] - upper[at]), 0);
            widths.Add(at, (double)upper[at] - lower[at]);
            outside.Add(at, error);
            within += error == 0 ? 1 : 0;
            count++;
        }

        if (count == 0)
        {
            throw new ArgumentException("All targets are NaN; at least one value was expected.", nameof(targets));
        }

        double width = widths.Fold() / count;
        return new IntervalScores(count, (double)within / count, width, width + (2 / (1 - coverage) * outside.Fold() / count));
    }

    internal static void CheckLengths(ReadOnlySpan<float> lower, ReadOnlySpan<float> upper, ReadOnlySpan<float> targets)
    {
        if (lower.Length != targets.Length || upper.Length != targets.Length)
        {
            throw new ArgumentException($"There are {lower.Length} and {upper.Length} forecasts for {targets.Length} targets; as many of each were expected.");
        }
    }
}
