using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Limits and kernels as numbers: a line each.</summary>
internal static class LimitsCsv
{
    internal static string Write(IEnumerable<LimitsReport> reports)
        => Csv.Write(reports.SelectMany(report => report.Limits.Select(limit => Of(report, limit)).Concat(report.Kernels.Select(kernel => Of(report, kernel)))));

    private static Row Of(LimitsReport report, LimitSummary limit) => new(
        Leg: report.Leg.Id,
        Kind: "limit",
        Name: limit.Label,
        Bits: limit.Width,
        Value: limit.Rate,
        Unit: limit.Bytes == 0 ? "GFLOP/s" : "GB/s",
        Kept: limit.Kept,
        Tried: limit.Tried,
        Uncertain: limit.Uncertain,
        Processes: report.Processes);

    private static Row Of(LimitsReport report, KernelSummary kernel) => new(
        Leg: report.Leg.Id,
        Kind: "kernel",
        Name: kernel.Label,
        KernelSet: kernel.KernelSet,
        StepsPerCall: kernel.Steps,
        Value: kernel.Nanoseconds,
        Unit: "ns/step",
        LimitNs: kernel.LimitNanoseconds,
        Gflops: kernel.Gflops,
        PctFma: kernel.FmaPercent,
        PctRead: kernel.ReadPercent,
        Binding: kernel.Binding,
        BarPct: kernel.Bar?.Percent,
        BarLimit: kernel.Bar?.Limit,
        Met: kernel.Met,
        Kept: kernel.Kept,
        Tried: kernel.Tried,
        Uncertain: kernel.Uncertain,
        Processes: report.Processes);

    /// <summary>A line; what one kind of them has not is empty.</summary>
    private sealed record Row(
        string Leg, string Kind, string Name, double Value, string Unit, int Kept, int Tried, int Uncertain, int Processes,
        string? KernelSet = null, int? Bits = null, int? StepsPerCall = null, double? LimitNs = null, double? Gflops = null,
        double? PctFma = null, double? PctRead = null, LimitKind? Binding = null, double? BarPct = null,
        LimitKind? BarLimit = null, bool? Met = null);
}
