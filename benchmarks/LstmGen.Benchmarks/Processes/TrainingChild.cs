using LstmGen.Benchmarks.Limits;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Peers.OneDnn;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Peers.PyTorch;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Processes;

/// <summary>What one process that measures training does: compare the gradients of all peers, then time them in turn; rows to standard output.</summary>
internal static class TrainingChild
{
    internal const string Verb = "measure-training";

    internal static int Run(string only, string python)
    {
        var probe = new QuietProbe();
        Report(probe, probe.Calibrate(1));
        var timer = new BlockTimer(probe);
        var peak = new FmaPeak(timer);
        IPeer[] peers = [.. Open("PyTorch", () => new PyTorchPeer(python)), .. Open("oneDNN", () => new OneDnnPeer()), new LstmGenPeer(1)];
        foreach (TrainingWorkload workload in TrainingWorkload.Select(only))
        {
            Report(probe, probe.Calibrate(0.2));
            Measure(workload, peers, peak, timer);
        }

        Array.ForEach(peers, peer => peer.Dispose());
        return 0;
    }

    private static void Measure(TrainingWorkload workload, IPeer[] peers, FmaPeak peak, BlockTimer timer)
    {
        var problem = new TrainingProblem(workload);
        (IPeer Peer, IPrepared Step)[] steps = [.. peers.SelectMany(peer => Open(peer.Name, () => (peer, peer.PrepareTraining(problem))))];
        if (steps.Length == 0)
        {
            return;
        }

        double[] errors = Compare(workload, steps);
        IPrepared[] update = steps.Any(step => step.Peer is LstmGenPeer) ? [new LstmGenTraining(problem, 1)] : [];
        (double before, bool uncertain) = Peak(peak);
        Measurement[] timings = timer.Measure([.. steps.Select(step => step.Step), .. update]);
        (double after, bool uncertainAfter) = Peak(peak);
        for (int i = 0; i < steps.Length; i++)
        {
            Measurement timing = timings[i];
            Console.WriteLine(new TrainingRow(
                workload.Name, steps[i].Peer.Name, steps[i].Peer.Details, timing.Seconds, (before + after) / 2, timing.Kept, timing.Tried,
                timing.Uncertain || uncertain || uncertainAfter, errors[i], steps[0].Peer.Name).ToLine());
            if (steps[i].Peer is LstmGenPeer)
            {
                Console.WriteLine(Update(workload, timing, timings[^1]).ToLine());
            }
        }

        Array.ForEach(steps, step => step.Step.Dispose());
        Array.ForEach(update, step => step.Dispose());
    }

    /// <summary>The errors of all peers against the first.</summary>
    private static double[] Compare(TrainingWorkload workload, (IPeer Peer, IPrepared Step)[] steps)
    {
        Array.ForEach(steps, step => step.Step.Time(2)); // a second step shows what the first left behind
        IReadOnlyDictionary<string, float[]> expected = steps[0].Step.Results();
        return [.. steps.Select(step => Agreement.Require(workload.Name, step.Peer.Name, step.Step.Results(), steps[0].Peer.Name, expected).Error)];
    }

    private static UpdateRow Update(TrainingWorkload workload, Measurement step, Measurement changing)
        => new(
            workload.Name, step.Parts[0], step.Parts[1], changing.Parts[0] - step.Parts[0], changing.Parts[2], changing.Kept, changing.Tried,
            changing.Uncertain || step.Uncertain);

    /// <summary>GFLOP/s of the fastest vector width.</summary>
    private static (double Rate, bool Uncertain) Peak(FmaPeak peak)
    {
        Measurement best = FmaPeak.Widths.Select(peak.Measure).MinBy(measured => measured.Seconds);
        return (1e-9 / best.Seconds, best.Uncertain);
    }

    private static T[] Open<T>(string peer, Func<T> open)
    {
        try
        {
            return [open()];
        }
        catch (PeerMissingException exception)
        {
            Console.WriteLine(new MissingRow(peer, exception.Message).ToLine());
            return [];
        }
    }

    private static void Report(QuietProbe probe, double quiet)
        => Console.WriteLine(new ProbeRow(probe.FullRate, quiet).ToLine());
}
