using System.Globalization;
using System.Text;
using LstmGen.Benchmarks.Peers.Ours;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Forward calls as numbers: a line per workload and peer.</summary>
internal static class CompareCsv
{
    private const string Header =
        "leg,group,inputs,units,layers,batch,steps,threads,peer,details,ns_per_call,limit_ns,pct_of_limit,ours_times_faster,error,kept,tried,uncertain,processes";

    internal static string Write(IEnumerable<CompareReport> reports)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (CompareReport report in reports)
        {
            string leg = report.Leg.Without512 ? "avx512-off" : "full";
            foreach (InferenceSummary calls in report.Calls)
            {
                double? ratio = report.Of(calls.Workload, LstmGenPeer.Title) is { } ours ? InferenceSummary.TimesAsFast(ours, calls) : null;
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{leg},{calls.Workload.Group},{calls.Workload.Input},{calls.Workload.Hidden},{calls.Workload.Layers},{calls.Workload.Batch},{calls.Workload.Steps},{calls.Workload.Threads},{calls.Peer},{calls.Details},{calls.Nanoseconds:G5},{calls.LimitNanoseconds:G5},{calls.LimitPercent:F1},{ratio:G4},{calls.Error:G3},{calls.Kept},{calls.Tried},{calls.Uncertain},{report.Processes}\n");
            }
        }

        return text.ToString();
    }
}
