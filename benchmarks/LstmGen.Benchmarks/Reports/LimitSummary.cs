using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Reports;

/// <summary>One limit over all groups and processes.</summary>
/// <param name="Bytes">Size of the block read; 0 for multiply-adds.</param>
/// <param name="Width">Vector width in bits.</param>
/// <param name="Rows">A row of every group and process.</param>
internal sealed record LimitSummary(long Bytes, int Width, LimitRow[] Rows)
{
    /// <summary>GFLOP/s or GB/s.</summary>
    internal double Rate => Statistics.Median(Rows.Select(row => row.Rate));

    internal double Lowest => Rows.Min(row => Math.Min(row.Before, row.After));

    internal double Highest => Rows.Max(row => Math.Max(row.Before, row.After));

    /// <summary>The largest change from before a group to after it, in percent.</summary>
    internal double Drift => 100 * Rows.Max(row => Math.Abs((row.After / row.Before) - 1));

    internal int Kept => Rows.Sum(row => row.Kept);

    internal int Tried => Rows.Sum(row => row.Tried);

    internal int Uncertain => Rows.Count(row => row.Uncertain);

    internal string Label => Bytes == 0 ? "multiply-adds" : $"read {Bytes / 1024.0:0.0} KiB";

    internal static List<LimitSummary> Of(IEnumerable<LimitRow> rows)
        => [.. rows.GroupBy(row => (row.Bytes, row.Width)).OrderBy(group => group.Key.Bytes).ThenByDescending(group => group.Key.Width)
            .Select(group => new LimitSummary(group.Key.Bytes, group.Key.Width, [.. group]))];
}
