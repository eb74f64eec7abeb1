using System.Globalization;
using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Reports;

/// <summary>How the times of single calls spread, in nanoseconds.</summary>
/// <param name="Name">What was called.</param>
/// <param name="Details">What else a reader must know of it.</param>
/// <param name="Calls">How many were timed.</param>
/// <param name="Median">Half of the calls took no longer.</param>
/// <param name="P99">99 % took no longer.</param>
/// <param name="P999">99.9 %.</param>
/// <param name="P9999">99.99 %.</param>
/// <param name="WorstOfBlock">The median over blocks of <see cref="Block"/> calls of the longest time in each.</param>
/// <param name="Worst">The longest of all.</param>
/// <param name="Allocated">Managed bytes allocated in all calls.</param>
/// <param name="Collections">Garbage collections in them.</param>
internal sealed record TailRow(
    string Name, string Details, int Calls, double Median, double P99, double P999, double P9999, double WorstOfBlock, double Worst, long Allocated, int Collections)
{
    internal const string Tag = "tail";

    /// <summary>Calls of a block whose worst is reported.</summary>
    internal const int Block = 100_000;

    internal static TailRow Of(string name, string details, int calls, LatencySeries series)
        => new(
            name, details, calls, series.Percentile(50), series.Percentile(99), series.Percentile(99.9), series.Percentile(99.99),
            Statistics.Median(series.Worst), series.Worst.Max(), series.Allocated, series.Collections);

    /// <summary>One line of fields without commas.</summary>
    internal string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Tag},{Name},{Details},{Calls},{Median:R},{P99:R},{P999:R},{P9999:R},{WorstOfBlock:R},{Worst:R},{Allocated},{Collections}");

    internal static TailRow Parse(string line)
    {
        LineReader f = new(line, Tag);
        return f.End<TailRow>(new(f.Text(), f.Text(), f.Int(), f.Double(), f.Double(), f.Double(), f.Double(), f.Double(), f.Double(), f.Long(), f.Int()));
    }
}
