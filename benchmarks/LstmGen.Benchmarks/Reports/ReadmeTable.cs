using System.Globalization;
using System.Text;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>The compact table of the project's front page: a row a workload, ours in figures, the others as multiples of it.</summary>
internal static class ReadmeTable
{
    internal static string Write(CompareReport report, string machine)
    {
        string[] peers = [.. Engine.All.Select(engine => engine.Name)];
        var table = new MarkdownTable(["(inputs, units)", "LstmGen", "% of limit", .. peers.Select(peer => $"{peer} takes")]);
        foreach (InferenceSummary ours in report.Ours)
        {
            table.Add(
            [
                Label(ours.Workload), Figure.Time(ours.Nanoseconds), Figure.Percent(ours.LimitPercent),
                .. peers.Select(peer => report.Of(ours.Workload, peer) is { } theirs ? Figure.Times(InferenceSummary.TimesAsFast(ours, theirs)!.Value)
                    : ours.Workload.Peers.Contains(peer) ? "missing" : "-"),
            ]);
        }

        foreach (TrainingSummary step in report.Training?.Steps.Where(step => step.Peer == LstmGenPeer.Title) ?? [])
        {
            table.Add(
            [
                $"training step, {step.Workload.Label}", Figure.Time(step.Milliseconds * 1e6), Figure.Percent(step.FmaPercent),
                .. peers.Select(peer => Training(report, step, peer)),
            ]);
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{machine}. Medians of {report.Processes} process(es); a call each; -: not timed. Outputs agree within {report.Calls.Max(calls => calls.Error).ToString("0.0E+0", CultureInfo.InvariantCulture)} of the largest value.\n\n");
        return text.Append(table).Append('\n').Append(Engine.Notes(report)).ToString();
    }

    private static string Training(CompareReport report, TrainingSummary ours, string peer)
        => report.Training?.Steps.Find(step => step.Workload == ours.Workload && step.Peer == peer) is { } theirs
            ? Figure.Times(theirs.OursIsFaster(ours)!.Value)
            : report.Training?.Missing.Exists(row => row.Peer == peer) == true ? "missing" : "-";

    private static string Label(InferenceWorkload workload) => workload switch
    {
        { Steps: 1 } => $"step, {workload.Label}",
        { Ragged: true } => $"1 to {workload.Steps} steps, {workload.Label}",
        { Threads: 2 } => $"{workload.Steps} steps on 2 threads, {workload.Label}",
        _ => $"{workload.Steps} steps, {workload.Label}",
    };
}
