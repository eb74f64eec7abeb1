using System.Globalization;
using System.Text;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>The figures of training as numbers: a line per peer and workload, per split of a step, and per pair of threads.</summary>
internal static class TrainingCsv
{
    private const string Header =
        "leg,row,workload,peer,details,ms,gflops,peak_gflops,pct_fma,bar_pct_fma,ours_times_faster,bar_times_faster,error,"
        + "forward_ms,backward_ms,packing_ms,update_ms,update_pct,two_processes_per_s,two_threads_per_s,pct_of_processes,kept,tried,uncertain,processes";

    internal static string Write(IEnumerable<TrainingReport> reports)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (TrainingReport report in reports)
        {
            string leg = report.Leg.Without512 ? "avx512-off" : "full";
            foreach (TrainingSummary step in report.Steps)
            {
                double? ratio = step.OursIsFaster(report.Ours(step.Workload));
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{leg},step,{step.Workload.Name},{step.Peer},{step.Details},{step.Milliseconds:G5},{step.Gflops:G4},{step.Peak:G4},{step.FmaPercent:F1},{report.FmaBar(step)},{ratio:G4},{TrainingReport.RatioBar(step)},{step.Error:G3},,,,,,,,,{step.Kept},{step.Tried},{step.Uncertain},{report.Processes}\n");
            }

            foreach (UpdateRow row in report.Updates)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{leg},split,{row.Workload},LstmGen,,,,,,,,,,{1e3 * row.Forward:G5},{1e3 * row.Backward:G5},{1e3 * row.Packing:G4},{1e3 * row.Update:G4},{row.Percent:G4},,,,{row.Kept},{row.Tried},{(row.Uncertain ? 1 : 0)},1\n");
            }

            foreach (ScalingRow row in report.Scalings)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{leg},threads,{row.Workload},LstmGen,,,,,,,,,,,,,,,{row.Alone:G5},{row.Together:G5},{100 * row.Ratio:G4},{row.Kept},{row.Tried},{(row.Uncertain ? 1 : 0)},1\n");
            }
        }

        return text.ToString();
    }
}
