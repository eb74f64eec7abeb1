namespace LstmGen.Samples.Anomalies;

/// <summary>
/// The score of the Numenta Anomaly Benchmark, standard profile (Lavin and Ahmad 2015, "Evaluating real-time anomaly detection algorithms"): within a
/// window the first detection counts, the earlier the more; every row detected outside costs, the more the further it is behind a window;
/// a window without detection costs most. 0 is a detector that finds nothing, 100 one that finds every window at its first row and nothing else.
/// </summary>
internal static class NabScore
{
    private const double TruePositive = 1.0, FalsePositive = 0.11, FalseNegative = 1.0;

    /// <summary>What a detection in each row is worth, and the window it lies in, -1 outside.</summary>
    public static (double Worth, int Window)[] Worths(int rows, ReadOnlySpan<(int First, int Last)> windows)
    {
        var worths = new (double, int)[rows];
        int next = 0;
        for (int row = 0; row < rows; row++)
        {
            next += next < windows.Length && row > windows[next].Last ? 1 : 0;
            if (next < windows.Length && row >= windows[next].First)
            {
                (int first, int last) = windows[next];
                worths[row] = (TruePositive * Sigmoid(-(last - row + 1.0) / (last - first + 1)) / Sigmoid(-1), next);
            }
            else
            {
                double behind = next == 0 ? double.PositiveInfinity : (row - windows[next - 1].Last) / (double)(windows[next - 1].Last - windows[next - 1].First);
                worths[row] = (FalsePositive * Sigmoid(behind), -1);
            }
        }

        return worths;
    }

    /// <summary>The score of all series together at the threshold where it is highest, as NAB chooses it: one for all series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="scores">The detector's score of each row of each series; at or above the threshold it is a detection.</param>
    public static (double Score, double Threshold) Best(IReadOnlyList<Series> series, IReadOnlyList<double[]> scores)
    {
        List<(double Score, double Worth, int Window)> rows = [];
        int windows = 0;
        for (int n = 0; n < series.Count; n++)
        {
            (double Worth, int Window)[] worths = Worths(series[n].Values.Length, series[n].Windows);
            for (int row = series[n].Probation; row < worths.Length; row++)
            {
                rows.Add((scores[n][row], worths[row].Worth, worths[row].Window < 0 ? -1 : windows + worths[row].Window));
            }

            windows += series[n].Windows.Length;
        }

        int scored = rows.Where(row => row.Window >= 0).Select(row => row.Window).Distinct().Count();
        double nothing = -FalseNegative * scored, perfect = TruePositive * scored, sum = nothing;
        var found = new double[windows];
        Array.Fill(found, -FalseNegative);
        (double best, double threshold) = (nothing, double.PositiveInfinity);
        foreach (IGrouping<double, (double Score, double Worth, int Window)> same in rows.GroupBy(row => row.Score).OrderByDescending(group => group.Key))
        {
            foreach ((_, double worth, int window) in same)
            {
                double before = window < 0 ? 0 : found[window];
                double now = window < 0 ? worth : Math.Max(before, worth);
                sum += now - before;
                found[Math.Max(window, 0)] = window < 0 ? found[0] : now;
            }

            (best, threshold) = sum > best ? (sum, same.Key) : (best, threshold);
        }

        return (100 * (best - nothing) / (perfect - nothing), threshold);
    }

    private static double Sigmoid(double x) => x >= 3 ? -1 : (2 / (1 + Math.Exp(5 * x))) - 1;
}
