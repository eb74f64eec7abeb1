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
        var table = new MarkdownTable(["(inputs, units)", "LstmGen", "% of limit", .. Engine.All.Select(engine => $"{engine.Name} takes")]);
        foreach (InferenceSummary ours in report.Ours)
        {
            table.Add(
            [
                Label(ours.Workload), Figure.Time(ours.Nanoseconds), Figure.Percent(ours.LimitPercent),
                .. Engine.All.Select(engine => Calls(report, ours, engine)),
            ]);
        }

        foreach (TrainingSummary step in report.Training?.Steps.Where(step => step.Peer == LstmGenPeer.Title) ?? [])
        {
            table.Add(
            [
                $"training step, {step.Workload.Label}", Figure.Time(step.Milliseconds * 1e6), Figure.Percent(step.FmaPercent),
                .. Engine.All.Select(engine => Training(report, step, engine)),
            ]);
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{machine}. Medians of {report.Processes} process(es); a call each; -: not timed. Outputs agree within {report.Calls.Max(calls => calls.Error).ToString("0.0E+0", CultureInfo.InvariantCulture)} of the largest value.\n\n");
        return text.Append(table).Append('\n').Append(Engine.Notes(report)).ToString();
    }

    private static string Calls(CompareReport report, InferenceSummary ours, Engine engine)
        => InferenceSummary.TimesAsFast(ours, [.. engine.Peers.Select(peer => report.Of(ours.Workload, peer)).OfType<InferenceSummary>()]) is { } times
            ? Figure.Times(times)
            : ours.Workload.Peers.Intersect(engine.Peers).Any() ? "missing" : "-";

    private static string Training(CompareReport report, TrainingSummary ours, Engine engine)
        => report.Training?.Steps.Find(step => step.Workload == ours.Workload && engine.Peers.Contains(step.Peer)) is { } theirs
            ? Figure.Times(theirs.OursIsFaster(ours)!.Value)
            : report.Training?.Missing.Exists(row => engine.Peers.Contains(row.Peer)) == true ? "missing" : "-";

    private static string Label(InferenceWorkload workload) => workload switch
    {
        { Steps: 1 } => $"step, {workload.Label}",
        { Ragged: true } => $"1 to {workload.Steps} steps, {workload.Label}",
        { Threads: 2 } => $"{workload.Steps} steps on 2 threads, {workload.Label}",
        _ => $"{workload.Steps} steps, {workload.Label}",
    };
}
