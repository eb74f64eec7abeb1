using System.Globalization;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Processes;

/// <summary>
/// Our training step in a process of its own, behind the line protocol of <see cref="PeerProcess"/>: "calibrate" and "probe" ask
/// whether the core is undisturbed, "run" does steps for so many seconds and answers steps per second and the part of the time that threads waited for a core.
/// </summary>
internal static class TrainingServer
{
    internal const string Verb = "serve-training";

    internal static int Run(string workload, int threads)
    {
        var probe = new QuietProbe();
        using var peer = new LstmGenPeer(threads);
        using IPrepared step = peer.PrepareTraining(new TrainingProblem(TrainingWorkload.Named(workload)));
        step.Time(1);
        Console.WriteLine("ok");
        while (Console.ReadLine() is { } line)
        {
            string[] request = line.Split('\t');
            Console.WriteLine(request[0] switch
            {
                "calibrate" => Answer(probe.Calibrate(Seconds(request))),
                "probe" => Answer(IsQuiet(probe)),
                "run" => Answer(Steps(step, Seconds(request))),
                _ => $"error\trequest '{request[0]}'; calibrate, probe or run was expected",
            });
        }

        return 0;
    }

    private static double IsQuiet(QuietProbe probe)
    {
        probe.WarmUp();
        return probe.IsQuiet() ? 1 : 0;
    }

    private static double[] Steps(IPrepared step, double seconds)
    {
        double waited = ProcessRunQueue.WaitedSeconds;
        int steps = 0;
        var clock = Clock.Start();
        while (clock.Seconds < seconds)
        {
            step.Time(1);
            steps++;
        }

        double taken = clock.Seconds;
        return [steps / taken, (ProcessRunQueue.WaitedSeconds - waited) / taken];
    }

    private static double Seconds(string[] request) => double.Parse(request[1], CultureInfo.InvariantCulture);

    private static string Answer(params double[] values)
        => string.Join('\t', ["ok", .. values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))]);
}
