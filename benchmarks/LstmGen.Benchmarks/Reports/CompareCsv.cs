using LstmGen.Benchmarks.Peers.Ours;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Forward calls as numbers: a line per workload and peer.</summary>
internal static class CompareCsv
{
    internal static string Write(IEnumerable<CompareReport> reports)
        => Csv.Write(
            from report in reports
            from calls in report.Calls
            let workload = calls.Workload
            select new
            {
                Leg = report.Leg.Id,
                workload.Group,
                Inputs = workload.Input,
                Units = workload.Hidden,
                workload.Layers,
                workload.Batch,
                workload.Steps,
                workload.Threads,
                calls.Peer,
                calls.Details,
                NsPerCall = calls.Nanoseconds,
                LimitNs = calls.LimitNanoseconds,
                PctOfLimit = calls.LimitPercent,
                OursTimesFaster = report.Of(workload, LstmGenPeer.Title) is { } ours ? InferenceSummary.TimesAsFast(ours, calls) : null,
                calls.Error,
                calls.Kept,
                calls.Tried,
                calls.Uncertain,
                report.Processes,
            });
}
