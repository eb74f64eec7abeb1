using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Forward calls of one peer over all processes: medians.</summary>
/// <param name="Workload">What was timed.</param>
/// <param name="Peer">Its name.</param>
/// <param name="Error">Largest difference from ours, as a part of the tensor's largest value.</param>
/// <param name="Rows">A row of every process.</param>
internal sealed record InferenceSummary(InferenceWorkload Workload, string Peer, double Error, InferenceRow[] Rows)
{
    internal string Details => string.Join(" / ", Rows.Select(row => row.Details).Distinct());

    /// <summary>Per call.</summary>
    internal double Nanoseconds => Median(row => row.Seconds * 1e9);

    internal double LimitNanoseconds => Median(Limit);

    internal double LimitPercent => Median(row => 100 * Limit(row) / (row.Seconds * 1e9));

    internal int Kept => Rows.Sum(row => row.Kept);

    internal int Tried => Rows.Sum(row => row.Tried);

    internal int Uncertain => Rows.Count(row => row.Uncertain);

    /// <summary>How many times as fast as the best of some peers another is: the median over the processes; null where none of them was timed.</summary>
    internal static double? TimesAsFast(InferenceSummary ours, params InferenceSummary[] peers)
        => peers.Length == 0
            ? null
            : Statistics.Median(ours.Rows.Select((row, process) => peers.Min(peer => peer.Rows[process].Seconds) / row.Seconds));

    /// <summary>Workload by workload in their order, each with its peers in the order of the rows.</summary>
    internal static List<InferenceSummary> Of(IReadOnlyCollection<InferenceRow> rows, IReadOnlyCollection<AgreementRow> errors)
    {
        return [.. InferenceWorkload.All.SelectMany(workload => rows.Where(row => row.Workload == workload.Name).GroupBy(row => row.Peer)
            .Select(group => new InferenceSummary(workload, group.Key, Error(workload.Name, group.Key), [.. group])))];

        double Error(string workload, string peer) => errors.Where(row => row.Workload == workload && row.Peer == peer).Max(row => row.Error);
    }

    private double Limit(InferenceRow row) => Workload.LimitNanoseconds(row.FmaPeak, row.ReadRate);

    private double Median(Func<InferenceRow, double> value) => Statistics.Median(Rows.Select(value));
}
