namespace LstmGen.Benchmarks.Timing;

internal static class Statistics
{
    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length switch
        {
            0 => throw new ArgumentException("The median of no values was asked for; at least one was expected.", nameof(values)),
            _ when sorted.Length % 2 == 1 => sorted[middle],
            _ => (sorted[middle - 1] + sorted[middle]) / 2,
        };
    }

    /// <summary>The quarter of the values that is smallest, at least one.</summary>
    internal static double[] FastestQuarter(IReadOnlyCollection<double> values)
        => [.. values.Order().Take(Math.Max(1, values.Count / 4))];
}
