using LstmGen.Benchmarks.Peers.Ours;

namespace LstmGen.Benchmarks.Reports;

/// <summary>The figures of training as numbers: a line per peer and workload, per split of a step, and per pair of threads.</summary>
internal static class TrainingCsv
{
    internal static string Write(IEnumerable<TrainingReport> reports)
        => Csv.Write(reports.SelectMany(report => report.Steps.Select(step => Of(report, step))
            .Concat(report.Updates.Select(row => Of(report, row))).Concat(report.Scalings.Select(row => Of(report, row)))));

    private static Row Of(TrainingReport report, TrainingSummary step) => new(
        Leg: report.Leg.Id,
        Kind: "step",
        Workload: step.Workload.Name,
        Peer: step.Peer,
        Details: step.Details,
        Ms: step.Milliseconds,
        Gflops: step.Gflops,
        PeakGflops: step.Peak,
        PctFma: step.FmaPercent,
        BarPctFma: report.FmaBar(step),
        OursTimesFaster: step.OursIsFaster(report.Ours(step.Workload)),
        BarTimesFaster: TrainingReport.RatioBar(step),
        Error: step.Error,
        Kept: step.Kept,
        Tried: step.Tried,
        Uncertain: step.Uncertain,
        Processes: report.Processes);

    private static Row Of(TrainingReport report, UpdateRow row) => new(
        Leg: report.Leg.Id,
        Kind: "split",
        Workload: row.Workload,
        Peer: LstmGenPeer.Title,
        ForwardMs: 1e3 * row.Forward,
        BackwardMs: 1e3 * row.Backward,
        PackingMs: 1e3 * row.Packing,
        UpdateMs: 1e3 * row.Update,
        UpdatePct: row.Percent,
        Kept: row.Kept,
        Tried: row.Tried,
        Uncertain: row.Uncertain ? 1 : 0,
        Processes: 1);

    private static Row Of(TrainingReport report, ScalingRow row) => new(
        Leg: report.Leg.Id,
        Kind: "threads",
        Workload: row.Workload,
        Peer: LstmGenPeer.Title,
        TwoProcessesPerS: row.Alone,
        TwoThreadsPerS: row.Together,
        PctOfProcesses: 100 * row.Ratio,
        Kept: row.Kept,
        Tried: row.Tried,
        Uncertain: row.Uncertain ? 1 : 0,
        Processes: 1);

    /// <summary>A line; what one kind of them has not is empty.</summary>
    private sealed record Row(
        string Leg, string Kind, string Workload, string Peer, int Kept, int Tried, int Uncertain, int Processes,
        string? Details = null, double? Ms = null, double? Gflops = null, double? PeakGflops = null, double? PctFma = null,
        double? BarPctFma = null, double? OursTimesFaster = null, double? BarTimesFaster = null, double? Error = null,
        double? ForwardMs = null, double? BackwardMs = null, double? PackingMs = null, double? UpdateMs = null,
        double? UpdatePct = null, double? TwoProcessesPerS = null, double? TwoThreadsPerS = null, double? PctOfProcesses = null);
}
