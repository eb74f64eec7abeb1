using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>One kernel over all processes: medians.</summary>
/// <param name="Workload">What was timed.</param>
/// <param name="Bar">What it should reach in this leg.</param>
/// <param name="Rows">A row of every process.</param>
internal sealed record KernelSummary(Workload Workload, Bar? Bar, KernelRow[] Rows)
{
    internal string KernelSet => string.Join('/', Rows.Select(row => row.KernelSet).Distinct());

    internal double Nanoseconds => Median(row => row.Nanoseconds);

    internal double LimitNanoseconds => Median(row => row.LimitNanoseconds);

    internal double Gflops => Median(row => row.Flops / row.Nanoseconds);

    internal double FmaPercent => Median(row => row.Percent(LimitKind.Fma));

    internal double ReadPercent => Median(row => row.Percent(LimitKind.Read));

    internal LimitKind Binding => FmaPercent >= ReadPercent ? LimitKind.Fma : LimitKind.Read;

    internal int Steps => Rows.Min(row => row.Steps);

    internal int Kept => Rows.Sum(row => row.Kept);

    internal int Tried => Rows.Sum(row => row.Tried);

    internal int Uncertain => Rows.Count(row => row.Uncertain);

    internal double Percent(LimitKind limit) => limit == LimitKind.Fma ? FmaPercent : ReadPercent;

    /// <summary>Whether the bar is met; null without a bar.</summary>
    internal bool? Met => Bar is { } bar ? Percent(bar.Limit) >= bar.Percent : null;

    internal string Label
    {
        get
        {
            LstmShape shape = Workload.Shape;
            string call = Workload.Call switch
            {
                Call.Step => "step",
                Call.Sequence => "sequence",
                _ => $"batch {Workload.Batch}",
            };
            string layers = shape.Layers > 1 ? $"x{shape.Layers}" : "";
            string fast = shape.Activations == LstmActivations.Fast ? " fast" : "";
            return $"{call} ({shape.Input},{shape.Hidden}){layers}{fast}";
        }
    }

    /// <summary>Collects the rows of every process in the order of the workloads.</summary>
    internal static List<KernelSummary> Of(Leg leg, IReadOnlyCollection<KernelRow> rows)
    {
        ILookup<(Call, LstmShape, int), KernelRow> byKey = rows.ToLookup(
            row => (row.Call, new LstmShape(row.Input, row.Hidden, row.Layers, Activations: row.Activations), row.Batch));
        return [.. WorkloadGroup.All.SelectMany(group => group.Workloads)
            .Select(workload => new KernelSummary(workload, leg.BarOf(workload), [.. byKey[(workload.Call, workload.Shape, workload.Batch)]]))
            .Where(summary => summary.Rows.Length > 0)];
    }

    private double Median(Func<KernelRow, double> value) => Statistics.Median(Rows.Select(value));
}
