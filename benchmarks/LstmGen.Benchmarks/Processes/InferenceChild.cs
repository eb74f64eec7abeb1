using LstmGen.Benchmarks.Limits;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Processes;

/// <summary>A process that times forward calls: limits, the peers in turn, the limits again, group by group; rows to standard output.</summary>
internal static class InferenceChild
{
    internal const string Verb = "measure-inference";

    internal static int Run(string only, string python, int threads)
    {
        var probe = new QuietProbe();
        Report(probe, probe.Calibrate(1));
        var timer = new BlockTimer(probe);
        InferenceWorkload[] workloads = [.. InferenceWorkload.Select(only).Where(workload => workload.Threads == threads)];
        using var peers = new InferencePeers(workloads, threads, python);
        var limits = new MachineLimits(new FmaPeak(timer), new ReadBandwidth(timer, workloads.Max(workload => workload.Bytes)));
        foreach (IGrouping<string, InferenceWorkload> group in workloads.GroupBy(workload => workload.Group))
        {
            Report(probe, probe.Calibrate(0.2));
            Measure(group.Key, [.. group], peers, limits, timer);
        }

        return 0;
    }

    private static void Measure(string group, InferenceWorkload[] workloads, InferencePeers peers, MachineLimits machine, BlockTimer timer)
    {
        long[] sizes = [.. workloads.Select(workload => workload.Bytes)];
        List<LimitRow> before = machine.Measure(group, sizes);
        List<(InferenceWorkload Workload, IInferencePeer Peer, string Details, Measurement Timing)> timings = [];
        foreach (InferenceWorkload workload in workloads)
        {
            InferenceProblem problem = workload.Problem();
            (IInferencePeer Peer, IPrepared Calls, string Details)[] prepared =
                [.. peers.Of(workload).Select(peer => (peer, peer.PrepareInference(problem), peer.Details))];
            ITimedWork[] works = [.. prepared.Select(one => workload.Threads == 1 ? (ITimedWork)one.Calls : new ProcessWork(one.Calls))];
            Tiers.Settle([.. prepared.Select(one => one.Calls)]);
            Measurement[] measured = workload.Batch == 1 ? timer.MeasureInTurns(works) : timer.Measure(works);
            timings.AddRange(prepared.Zip(measured, (one, timing) => (workload, one.Peer, one.Details, timing)));
            Array.ForEach(prepared, one => one.Calls.Dispose());
        }

        List<LimitRow> limits = MachineLimits.Merge(before, machine.Measure(group, sizes));
        limits.ForEach(limit => Console.WriteLine(limit.ToLine()));
        LimitRow peak = limits.Where(limit => limit.Bytes == 0).MaxBy(limit => limit.Rate)!;
        foreach ((InferenceWorkload workload, IInferencePeer peer, string details, Measurement timing) in timings)
        {
            LimitRow read = limits.Where(limit => limit.Bytes == workload.Bytes).MaxBy(limit => limit.Rate)!;
            Console.WriteLine(new InferenceRow(
                workload.Name, peer.Name, details, timing.Seconds, peak.Rate, read.Rate, timing.Kept, timing.Tried,
                timing.Uncertain || peak.Uncertain || read.Uncertain).ToLine());
        }
    }

    private static void Report(QuietProbe probe, double quiet)
        => Console.WriteLine(new ProbeRow(probe.FullRate, quiet).ToLine());
}
