using System.Globalization;
using System.Text;
using LstmGen.Benchmarks.Peers.OneDnn;
using LstmGen.Benchmarks.Peers.OnnxRuntime;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Peers.PyTorch;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>The tables of the documentation: a row a workload, ours in figures, the others as multiples of it.</summary>
internal static class FigureTables
{
    /// <summary>What the front page shows, by name.</summary>
    private static readonly string[] s_short =
    [
        "streaming 1x16", "streaming 32x32", "streaming 128x128", "streaming 256x256", "streaming 128x128x2",
        "sequence 128x128x2", "batch 128x128 N=64", "ragged 128x128 N=64", "networks 128x128-both N=16", "threads 256x256 N=64", "128x128x2",
    ];

    /// <summary>Every workload and engine, with what a reader must know of the engines.</summary>
    internal static string Full(CompareReport report, string machine)
    {
        MarkdownTable table = Table(report, Engine.All, limits: true, _ => true);
        return $"{Heading(report, machine)}\n\n{table}\n{Engine.Notes(report)}";
    }

    /// <summary>A few workloads beside what people use most.</summary>
    internal static string Short(CompareReport report, string machine)
    {
        Engine[] engines = [.. Engine.All.Where(engine => engine.Peers.Any(peer => peer is OnnxRuntimePeer.Title or OneDnnPeer.Title or PyTorchPeer.Title))];
        return $"{Heading(report, machine)}\n\n{Table(report, engines, limits: false, s_short.Contains)}";
    }

    private static string Heading(CompareReport report, string machine)
    {
        string error = report.Calls.Max(calls => calls.Error).ToString("0.0E+0", CultureInfo.InvariantCulture);
        return $"{machine}. Medians of {report.Processes} process(es); a call each; -: not timed; ?: too few quiet blocks in every process. Outputs agree within {error} of the largest value.";
    }

    private static MarkdownTable Table(CompareReport report, Engine[] engines, bool limits, Func<string, bool> chosen)
    {
        var table = new MarkdownTable(["(inputs, units)", "LstmGen", .. limits ? ["% of limit"] : Array.Empty<string>(), .. engines.Select(engine => $"{engine.Name} takes")]);
        foreach (InferenceSummary ours in report.Ours.Where(calls => chosen(calls.Workload.Name)))
        {
            Add(Label(ours.Workload), ours.Nanoseconds, ours.Uncertain == report.Processes, ours.LimitPercent, engine => Calls(report, ours, engine));
        }

        foreach (TrainingSummary step in report.Training?.Steps.Where(step => step.Peer == LstmGenPeer.Title && chosen(step.Workload.Name)) ?? [])
        {
            Add($"training step, {step.Workload.Label}", step.Milliseconds * 1e6, step.Uncertain == report.Processes, step.FmaPercent, engine => Training(report, step, engine));
        }

        return table;

        void Add(string label, double nanoseconds, bool uncertain, double percent, Func<Engine, string> times)
            => table.Add([label, Marked(Figure.Time(nanoseconds), uncertain), .. limits ? [Figure.Percent(percent)] : Array.Empty<string>(), .. engines.Select(times)]);
    }

    private static string Calls(CompareReport report, InferenceSummary ours, Engine engine)
    {
        InferenceSummary[] theirs = [.. engine.Peers.Select(peer => report.Of(ours.Workload, peer)).OfType<InferenceSummary>()];
        return InferenceSummary.TimesAsFast(ours, theirs) is { } times
            ? Marked(Figure.Times(times), theirs.All(calls => calls.Uncertain == report.Processes))
            : ours.Workload.Peers.Intersect(engine.Peers).Any() ? "missing" : "-";
    }

    private static string Training(CompareReport report, TrainingSummary ours, Engine engine)
        => report.Training?.Steps.Find(step => step.Workload == ours.Workload && engine.Peers.Contains(step.Peer)) is { } theirs
            ? Marked(Figure.Times(theirs.OursIsFaster(ours)!.Value), theirs.Uncertain == report.Processes)
            : report.Training?.Missing.Exists(row => engine.Peers.Contains(row.Peer)) == true ? "missing" : "-";

    private static string Marked(string figure, bool uncertain) => uncertain ? figure + " ?" : figure;

    private static string Label(InferenceWorkload workload) => workload switch
    {
        { Steps: 1 } => $"step, {workload.Label}",
        { Ragged: true } => $"1 to {workload.Steps} steps, {workload.Label}",
        { Threads: 2 } => $"{workload.Steps} steps on 2 threads, {workload.Label}",
        _ => $"{workload.Steps} steps, {workload.Label}",
    };
}
