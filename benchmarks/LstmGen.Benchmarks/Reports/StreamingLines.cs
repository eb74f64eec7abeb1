using System.Globalization;
using LstmGen.Benchmarks.Peers.Dynamic;
using LstmGen.Benchmarks.Peers.OneDnn;
using LstmGen.Benchmarks.Peers.OnnxRuntime;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Time of a streaming step against hidden units, a line an engine, and the machine's limit.</summary>
internal static class StreamingLines
{
    private static readonly (string Name, string[] Peers, string Colour)[] _lines =
    [
        (DynamicPeer.NaiveName, [DynamicPeer.NaiveName], "#8250df"), (OnnxRuntimePeer.Title, [OnnxRuntimePeer.Title], "#bc4c00"),
        (OneDnnPeer.Title, [OneDnnPeer.Title], "#0969da"), ("TensorPrimitives", [DynamicPeer.DotName, DynamicPeer.MultiplyAddName], "#9a6700"),
        (LstmGenPeer.Title, [LstmGenPeer.Title], "#1a7f37"), (LstmGenPeer.FastTitle, [LstmGenPeer.FastTitle], "#57ab5a"),
    ];

    /// <summary>The chart, or null where no streaming step was timed.</summary>
    internal static LogLines? Of(CompareReport report)
    {
        // One point a size: of the steps with 32 units the one with as many inputs; stacks are other models.
        InferenceSummary[] ours =
        [
            .. report.Ours.Where(calls => calls.Workload is { Group: InferenceWorkload.Streaming, Layers: 1 })
                .GroupBy(calls => calls.Workload.Hidden).Select(same => same.MaxBy(calls => calls.Workload.Input)!).OrderBy(calls => calls.Workload.Hidden),
        ];
        if (ours.Length == 0)
        {
            return null;
        }

        IEnumerable<ChartLine> engines =
            from line in _lines
            let points = ours.SelectMany(calls => Point(report, calls.Workload, line.Peers)).ToArray()
            where points.Length > 0
            select new ChartLine(line.Name, line.Colour, false, points);
        var limit = new ChartLine(
            "limit of this core", "#59636e", true, [.. ours.Select(calls => ((double)calls.Workload.Hidden, calls.LimitNanoseconds))]);
        return new(
            "One time step of one sequence: time against size", "hidden units (of as many inputs from 32 units on but for 40; one input elsewhere)",
            [.. ours.Select(calls => ((double)calls.Workload.Hidden, calls.Workload.Hidden.ToString(CultureInfo.InvariantCulture)))],
            nanoseconds => nanoseconds < 1e3 ? $"{nanoseconds:0.###} ns" : nanoseconds < 1e6 ? $"{nanoseconds / 1e3:0} µs" : $"{nanoseconds / 1e6:0} ms",
            [.. engines, limit]);
    }

    /// <summary>The fastest of some peers, or none.</summary>
    private static IEnumerable<(double X, double Y)> Point(CompareReport report, InferenceWorkload workload, string[] peers)
        => peers.Select(peer => report.Of(workload, peer)).OfType<InferenceSummary>().OrderBy(calls => calls.Nanoseconds).Take(1)
            .Select(calls => ((double)workload.Hidden, calls.Nanoseconds));
}
