using System.Globalization;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Processes;

/// <summary>
/// A training step on two threads beside two processes of one thread each that work at the same time, on the same two cores, in turn:
/// what the cores give without any dependence between them. A round counts only if both cores were undisturbed before, between and
/// after, and the two processes did not wait for their cores (two threads may: for each other).
/// </summary>
internal sealed class ThreadScaling(int first, int second, IReadOnlyDictionary<string, string> environment)
{
    private const double RoundSeconds = 0.2;
    private const double SettleSeconds = 0.003;
    private const double MaxSeconds = 20;
    private const double WaitedPart = 0.01;
    private const int Wanted = 15;
    private const int Fewest = 3;

    /// <summary>The highest core that shares no hardware with this one, or -1; what is shared only Linux tells.</summary>
    internal static int Beside(int cpu)
    {
        int[] others = [.. Enumerable.Range(0, Environment.ProcessorCount).Where(other => other != cpu).OrderDescending()];
        return others.Where(other => Siblings(cpu) is not { } mask || Siblings(other) != mask).DefaultIfEmpty(-1).First();

        static string? Siblings(int cpu)
        {
            string path = $"/sys/devices/system/cpu/cpu{cpu}/topology/core_cpus";
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
    }

    internal ScalingRow Measure(TrainingWorkload workload)
    {
        using PeerProcess left = Start(workload, 1, first);
        using PeerProcess right = Start(workload, 1, second);
        using PeerProcess pair = Start(workload, 2, first, second);
        PeerProcess[] alone = [left, right];
        Ask(alone, "calibrate", 1);
        var all = new List<(double Alone, double Together)>();
        var kept = new List<(double Alone, double Together)>();
        var clock = Clock.Start();
        bool quiet = Quiet(alone);
        while (kept.Count < Wanted && (clock.Seconds < MaxSeconds || all.Count < Fewest))
        {
            double[][] processes = Ask(alone, "run", RoundSeconds);
            bool between = Quiet(alone);
            double[] threads = Ask([pair], "run", RoundSeconds)[0];
            Thread.Sleep(TimeSpan.FromSeconds(SettleSeconds)); // threads that spin a while before they sleep are no neighbours
            bool after = Quiet(alone);
            (double, double) round = (processes.Sum(answer => answer[0]), threads[0]);
            all.Add(round);
            if (quiet && between && after && processes.All(answer => answer[1] <= WaitedPart))
            {
                kept.Add(round);
            }

            quiet = after;
        }

        List<(double Alone, double Together)> rounds = kept.Count >= Fewest ? kept : all;
        return new(
            workload.Name, Statistics.Median(rounds.Select(round => round.Alone)), Statistics.Median(rounds.Select(round => round.Together)),
            Statistics.Median(rounds.Select(round => round.Together / round.Alone)), kept.Count, all.Count, kept.Count < Fewest);
    }

    private PeerProcess Start(TrainingWorkload workload, int threads, params int[] cpus)
        => PeerProcess.Start(Launcher.SelfOn(
            cpus, environment, TrainingServer.Verb, "--workload", workload.Name, "--threads", threads.ToString(CultureInfo.InvariantCulture)));

    private static bool Quiet(PeerProcess[] processes) => Ask(processes, "probe", 0).All(answer => answer[0] == 1);

    /// <summary>Asks all at once, then collects the answers.</summary>
    private static double[][] Ask(PeerProcess[] processes, string verb, double value)
    {
        foreach (PeerProcess process in processes)
        {
            process.Send(verb, value.ToString("R", CultureInfo.InvariantCulture));
        }

        return [.. processes.Select(process => process.ReceiveNumbers())];
    }
}
