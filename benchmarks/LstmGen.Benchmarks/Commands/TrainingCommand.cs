using System.Diagnostics;
using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Commands;

/// <summary>Training steps beside PyTorch and oneDNN, and on two threads beside two processes.</summary>
internal sealed record TrainingCommand(
    int Cpu, int Processes, bool Without512, string Only, string Python, string? CsvPath, string? MarkdownPath)
{
    internal int Run()
    {
        Leg[] legs = Without512 ? [Leg.Full, Leg.No512] : [Leg.Full];
        string machine = $"{MachineDescription.Text}; core {Cpu}";
        Console.WriteLine(machine + "\n");
        var reports = new List<TrainingReport>();
        foreach (Leg leg in legs)
        {
            TrainingReport report = Measure(leg);
            Console.WriteLine(report);
            reports.Add(report);
        }

        if (CsvPath is not null)
        {
            SafeFile.Write(CsvPath, TrainingCsv.Write(reports));
        }

        if (MarkdownPath is not null)
        {
            SafeFile.Write(MarkdownPath, machine + "\n\n" + string.Join('\n', reports));
        }

        return 0;
    }

    /// <summary>The steps on one thread.</summary>
    internal TrainingReport Steps(Leg leg) => Measure(leg, (_, _) => []);

    private TrainingReport Measure(Leg leg) => Measure(leg, Scale);

    private TrainingReport Measure(Leg leg, Func<Leg, List<MissingRow>, List<ScalingRow>> scale)
    {
        var steps = new List<TrainingRow>();
        var updates = new List<UpdateRow>();
        var missing = new List<MissingRow>();
        var probes = new List<ProbeRow>();
        for (int process = 1; process <= Processes; process++)
        {
            var watch = Stopwatch.StartNew();
            foreach (string line in Launcher.Self(Cpu, PeerEnvironment.Of(leg), TrainingChild.Verb, "--only", Only, "--python", Python))
            {
                switch (line.Split(',')[0])
                {
                    case TrainingRow.Tag:
                        steps.Add(TrainingRow.Parse(line));
                        break;
                    case UpdateRow.Tag:
                        updates.Add(UpdateRow.Parse(line));
                        break;
                    case MissingRow.Tag:
                        missing.Add(MissingRow.Parse(line));
                        break;
                    case ProbeRow.Tag:
                        probes.Add(ProbeRow.Parse(line));
                        break;
                    default:
                        throw new FormatException($"A child process printed '{line}'; a row of a training step, its split, a missing peer or the probe was expected.");
                }
            }

            Console.Error.WriteLine($"{leg.Name}: process {process} of {Processes} took {watch.Elapsed.TotalSeconds:0} s");
        }

        List<ScalingRow> scalings = leg.Without512 ? [] : scale(leg, missing);
        return new(leg, Processes, TrainingSummary.Of(steps), updates, scalings, missing, probes);
    }

    private List<ScalingRow> Scale(Leg leg, List<MissingRow> missing)
    {
        const string two = "two threads";
        int beside = ThreadScaling.Beside(Cpu);
        if (Cpu < 0 || beside < 0)
        {
            missing.Add(new(two, Cpu < 0 ? "nothing is pinned" : "there is no second core"));
            return [];
        }

        var scaling = new ThreadScaling(Cpu, beside, PeerEnvironment.Of(leg));
        return [.. TrainingWorkload.Select(Only).Where(workload => workload.Batch > 1).Select(scaling.Measure)];
    }
}
