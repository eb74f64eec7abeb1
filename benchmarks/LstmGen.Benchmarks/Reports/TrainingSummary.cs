using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>One training step of one peer over all processes: medians.</summary>
/// <param name="Workload">What was timed.</param>
/// <param name="Peer">Its name.</param>
/// <param name="Rows">A row of every process.</param>
internal sealed record TrainingSummary(TrainingWorkload Workload, string Peer, TrainingRow[] Rows)
{
    internal string Details => string.Join(" / ", Rows.Select(row => row.Details).Distinct());

    internal double Milliseconds => Median(row => row.Seconds * 1e3);

    internal double Gflops => Median(row => Workload.Flops / row.Seconds * 1e-9);

    internal double Peak => Median(row => row.FmaPeak);

    internal double FmaPercent => Median(row => 100 * Workload.Flops / row.Seconds * 1e-9 / row.FmaPeak);

    internal int Kept => Rows.Sum(row => row.Kept);

    internal int Tried => Rows.Sum(row => row.Tried);

    internal int Uncertain => Rows.Count(row => row.Uncertain);

    internal double Error => Rows.Max(row => row.Error);

    /// <summary>Null where there was nobody to compare with.</summary>
    internal string? Reference => Rows[0].Reference == Peer ? null : Rows[0].Reference;

    /// <summary>How many times as fast we are: the median over the processes.</summary>
    internal double? OursIsFaster(TrainingSummary? ours)
        => ours is null || ours.Peer == Peer || ours.Rows.Length != Rows.Length
            ? null
            : Statistics.Median(Rows.Zip(ours.Rows, (theirs, our) => theirs.Seconds / our.Seconds));

    /// <summary>Workload by workload in their order, each with its peers in the order of the rows.</summary>
    internal static List<TrainingSummary> Of(IReadOnlyCollection<TrainingRow> rows)
        => [.. TrainingWorkload.All.SelectMany(workload => rows.Where(row => row.Workload == workload.Name).GroupBy(row => row.Peer)
            .Select(group => new TrainingSummary(workload, group.Key, [.. group])))];

    private double Median(Func<TrainingRow, double> value) => Statistics.Median(Rows.Select(value));
}
