using LstmGen.Benchmarks.Limits;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Peers.OneDnn;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Peers.PyTorch;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Processes;

/// <summary>What one process that measures training does: compare the gradients of all peers on all workloads, then time them in turn; rows to standard output.</summary>
internal static class TrainingChild
{
    internal const string Verb = "measure-training";

    internal static int Run(string only, string python)
    {
        var probe = new QuietProbe();
        Report(probe, probe.Calibrate(1));
        var timer = new BlockTimer(probe);
        var peak = new FmaPeak(timer);
        ITrainingPeer[] peers = [.. Open("PyTorch", () => new PyTorchPeer(python)), .. Open("oneDNN", () => new OneDnnPeer()), new LstmGenPeer(1)];
        TrainingWorkload[] workloads = [.. TrainingWorkload.Select(only)];
        double[][] errors = [.. workloads.Select(workload => Compare(new(workload), Of(workload, peers)))];
        foreach ((TrainingWorkload workload, double[] errorsOfPeers) in workloads.Zip(errors))
        {
            Report(probe, probe.Calibrate(0.2));
            Measure(workload, Of(workload, peers), errorsOfPeers, peak, timer);
        }

        Array.ForEach(peers, peer => peer.Dispose());
        return 0;
    }

    /// <summary>Those that take part.</summary>
    private static ITrainingPeer[] Of(TrainingWorkload workload, ITrainingPeer[] peers) => [.. peers.Where(peer => peer.Has(workload.Shape))];

    /// <summary>The errors of all peers against the first.</summary>
    private static double[] Compare(TrainingProblem problem, ITrainingPeer[] peers)
    {
        var errors = new double[peers.Length];
        IReadOnlyDictionary<string, float[]> expected = new Dictionary<string, float[]>();
        for (int i = 0; i < peers.Length; i++)
        {
            using IPrepared step = peers[i].PrepareTraining(problem);
            step.Time(2); // a second step shows what the first left behind
            IReadOnlyDictionary<string, float[]> results = step.Results();
            expected = i == 0 ? results : expected;
            errors[i] = Agreement.Require(problem.Workload.Name, peers[i].Name, results, peers[0].Name, expected, Agreement.ToleranceOf(problem.Shape)).Error;
        }

        return errors;
    }

    private static void Measure(TrainingWorkload workload, ITrainingPeer[] peers, double[] errors, FmaPeak peak, BlockTimer timer)
    {
        var problem = new TrainingProblem(workload);
        IPrepared[] steps = [.. peers.Select(peer => peer.PrepareTraining(problem)), new LstmGenUpdate(new TrainingProblem(workload))];
        (double before, bool uncertain) = Peak(peak);
        Measurement[] timings = timer.Measure(steps);
        (double after, bool uncertainAfter) = Peak(peak);
        for (int i = 0; i < peers.Length; i++)
        {
            Measurement timing = timings[i];
            Console.WriteLine(new TrainingRow(
                workload.Name, peers[i].Name, peers[i].Details, timing.Seconds, (before + after) / 2, timing.Kept, timing.Tried,
                timing.Uncertain || uncertain || uncertainAfter, errors[i], peers[0].Name).ToLine());
            if (peers[i] is LstmGenPeer)
            {
                Console.WriteLine(Update(workload, timing, timings[^1]).ToLine());
            }
        }

        Array.ForEach(steps, step => step.Dispose());
    }

    private static UpdateRow Update(TrainingWorkload workload, Measurement step, Measurement changing)
        => new(
            workload.Name, step.Parts[LstmGenTraining.ForwardPart], step.Parts[LstmGenTraining.BackwardPart],
            changing.Parts[LstmGenTraining.PackingPart], changing.Parts[LstmGenTraining.UpdatePart], changing.Kept, changing.Tried,
            changing.Uncertain || step.Uncertain);

    /// <summary>GFLOP/s of the fastest vector width.</summary>
    private static (double Rate, bool Uncertain) Peak(FmaPeak peak)
    {
        Measurement best = FmaPeak.Widths.Select(peak.Measure).MinBy(measured => measured.Seconds);
        return (1e-9 / best.Seconds, best.Uncertain);
    }

    private static ITrainingPeer[] Open(string peer, Func<ITrainingPeer> open)
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
