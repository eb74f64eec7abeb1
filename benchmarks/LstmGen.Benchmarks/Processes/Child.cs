using LstmGen.Benchmarks.Limits;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Processes;

/// <summary>What one measuring process does: limits, kernels, the limits again, group by group; rows to standard output.</summary>
internal static class Child
{
    internal const string Verb = "measure";

    internal static int Run(string only)
    {
        var probe = new QuietProbe();
        Report(probe, probe.Calibrate(1));
        var timer = new BlockTimer(probe);
        WorkloadGroup[] groups = [.. WorkloadGroup.Select(only)];
        long largest = groups.Length == 0 ? 0 : groups.Max(group => group.Workloads.Max(workload => workload.Cost.Bytes));
        var limits = new MachineLimits(new FmaPeak(timer), new ReadBandwidth(timer, largest));
        foreach (WorkloadGroup group in groups)
        {
            Report(probe, probe.Calibrate(0.2));
            Measure(group, limits, timer);
        }

        return 0;
    }

    private static void Measure(WorkloadGroup group, MachineLimits machine, BlockTimer timer)
    {
        Prepared[] models = [.. group.Workloads.Select(workload => workload.Prepare())];
        long[] sizes = [.. group.Workloads.Select(workload => workload.Cost.Bytes)];
        List<LimitRow> before = machine.Measure(group.Name, sizes);
        Measurement[] timings = [.. models.Select(model => timer.Measure(model.Work))];
        List<LimitRow> limits = MachineLimits.Merge(before, machine.Measure(group.Name, sizes));
        limits.ForEach(limit => Console.WriteLine(limit.ToLine()));
        for (int i = 0; i < models.Length; i++)
        {
            Console.WriteLine(Row(group.Workloads[i], models[i], timings[i], limits).ToLine());
        }
    }

    private static KernelRow Row(Workload workload, Prepared model, Measurement timing, List<LimitRow> limits)
    {
        LstmShape shape = workload.Shape;
        Cost cost = workload.Cost;
        LimitRow peak = limits.Where(limit => limit.Bytes == 0).MaxBy(limit => limit.Rate)!;
        LimitRow read = limits.Where(limit => limit.Bytes == cost.Bytes).MaxBy(limit => limit.Rate)!;
        return new(
            workload.Call, shape.Input, shape.Hidden, shape.Layers, shape.Activations, workload.Batch, model.Steps, model.KernelSet,
            timing.Seconds * 1e9 / model.Steps, cost.Flops, cost.Bytes, peak.Rate, read.Rate, timing.Kept, timing.Tried,
            timing.Uncertain || peak.Uncertain || read.Uncertain);
    }

    private static void Report(QuietProbe probe, double quiet)
        => Console.WriteLine(new ProbeRow(probe.FullRate, quiet).ToLine());
}
