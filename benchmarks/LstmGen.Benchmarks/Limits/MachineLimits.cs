using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Limits;

/// <summary>The limits that a group of kernels needs, measured before it and after it.</summary>
internal sealed class MachineLimits(FmaPeak peak, ReadBandwidth read)
{
    /// <summary>Multiply-adds at every width, and reading blocks of the given sizes at every width.</summary>
    internal List<LimitRow> Measure(string group, IEnumerable<long> sizes)
    {
        var rows = new List<LimitRow>();
        foreach (int width in FmaPeak.Widths)
        {
            rows.Add(Row(group, 0, width, peak.Measure(width)));
        }

        foreach (long bytes in sizes.Distinct().Order())
        {
            foreach (int width in FmaPeak.Widths)
            {
                rows.Add(Row(group, bytes, width, read.Measure(bytes, width)));
            }
        }

        return rows;
    }

    /// <summary>The mean of the measurements before and after, per limit.</summary>
    internal static List<LimitRow> Merge(List<LimitRow> before, List<LimitRow> after)
        => [.. before.Zip(after, (b, a) => b with
        {
            Before = b.Before,
            After = a.Before,
            Kept = b.Kept + a.Kept,
            Tried = b.Tried + a.Tried,
            Uncertain = b.Uncertain || a.Uncertain,
        })];

    private static LimitRow Row(string group, long bytes, int width, Measurement measured)
    {
        double rate = 1e-9 / measured.Seconds;
        return new(group, bytes, width, rate, rate, measured.Kept, measured.Tried, measured.Uncertain);
    }
}
