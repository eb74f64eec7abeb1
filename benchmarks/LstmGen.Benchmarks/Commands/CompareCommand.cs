using System.Diagnostics;
using System.Globalization;
using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Commands;

/// <summary>Forward calls and training steps beside all peers: compared first, then timed.</summary>
internal sealed record CompareCommand(
    int Cpu, int Processes, bool Without512, string Only, string Python, string? CsvPath, string? MarkdownPath, string? SvgPath, bool Readme)
{
    /// <summary>The name of the training steps among the groups.</summary>
    private const string Training = "training";

    private const string TwoThreads = "two threads";

    /// <summary>What <c>--only</c> chooses from.</summary>
    internal static string[] Groups { get; } = [.. InferenceWorkload.Groups, Training];

    internal static bool Chooses(string only) => Groups.Any(group => group.Contains(only, StringComparison.OrdinalIgnoreCase));

    internal int Run()
    {
        RepositoryFiles? files = Readme ? new() : null;
        if (Readme && Only.Length > 0)
        {
            throw new BenchmarkException($"--readme was given with --only {Only}; it writes the tables of all workloads.");
        }

        if (SvgPath is not null && !InferenceWorkload.Select(Only).Any(workload => workload.Group == InferenceWorkload.Streaming))
        {
            throw new BenchmarkException($"--svg was given with --only {Only}; it draws the workloads of {InferenceWorkload.Streaming}.");
        }

        Leg[] legs = Without512 ? [Leg.Full, Leg.No512] : [Leg.Full];
        string machine = $"{MachineDescription.Text}; core {Cpu}";
        Console.WriteLine(machine + "\n");
        var reports = new List<CompareReport>();
        foreach (Leg leg in legs)
        {
            CompareReport report = Measure(leg);
            Console.WriteLine(report);
            reports.Add(report);
        }

        if (CsvPath is not null)
        {
            SafeFile.Write(CsvPath, CompareCsv.Write(reports));
        }

        if (MarkdownPath is not null)
        {
            SafeFile.Write(MarkdownPath, machine + "\n\n" + string.Join('\n', reports));
        }

        string? chart = StreamingLines.Of(reports[0]) is { } lines && (SvgPath is not null || Readme) ? LogPlot.Svg(lines) : null;
        if (SvgPath is not null)
        {
            SafeFile.Write(SvgPath, chart!);
        }

        files?.Write(FigureTables.Short(reports[0], MachineDescription.Text), FigureTables.Full(reports[0], MachineDescription.Text), chart!);

        return 0;
    }

    private CompareReport Measure(Leg leg)
    {
        var rows = new Rows();
        InferenceWorkload[] workloads = [.. InferenceWorkload.Select(Only)];
        int[] pair = Pair(workloads, rows);
        bool alone = workloads.Any(workload => workload.Threads == 1);
        bool together = pair.Length > 0;
        if (alone)
        {
            Child(leg, InferenceCheck.Verb, 1, [Cpu], rows);
        }

        if (together)
        {
            Child(leg, InferenceCheck.Verb, 2, pair, rows);
        }

        TrainingReport? training = Training.Contains(Only, StringComparison.OrdinalIgnoreCase)
            ? new TrainingCommand(Cpu, Processes, false, "", Python, null, null).Steps(leg)
            : null;
        for (int process = 1; process <= Processes; process++)
        {
            var watch = Stopwatch.StartNew();
            if (alone)
            {
                Child(leg, InferenceChild.Verb, 1, [Cpu], rows);
            }

            if (together)
            {
                Child(leg, InferenceChild.Verb, 2, pair, rows);
            }

            Console.Error.WriteLine($"{leg.Name}: process {process} of {Processes} took {watch.Elapsed.TotalSeconds:0} s");
        }

        return new(leg, Processes, InferenceSummary.Of(rows.Calls, rows.Agreements), training, rows.Missing, rows.Probes);
    }

    /// <summary>The two cores of workloads on two threads; none where there are no such workloads or cores.</summary>
    private int[] Pair(InferenceWorkload[] workloads, Rows rows)
    {
        if (!workloads.Any(workload => workload.Threads > 1))
        {
            return [];
        }

        int beside = Cpu < 0 ? -1 : ThreadScaling.Beside(Cpu);
        if (beside < 0)
        {
            rows.Missing.Add(new(TwoThreads, Cpu < 0 ? "nothing is pinned" : "there is no second core"));
            return [];
        }

        return [Cpu, beside];
    }

    private void Child(Leg leg, string verb, int threads, int[] cpus, Rows rows)
    {
        List<string> lines = Launcher.Self(
            [.. cpus.Where(cpu => cpu >= 0)], PeerEnvironment.WithTiers(leg, threads), verb, "--only", Only, "--python", Python,
            "--threads", threads.ToString(CultureInfo.InvariantCulture));
        lines.ForEach(rows.Add);
    }

    /// <summary>What the processes printed.</summary>
    private sealed class Rows
    {
        internal List<InferenceRow> Calls { get; } = [];

        internal List<AgreementRow> Agreements { get; } = [];

        internal List<MissingRow> Missing { get; } = [];

        internal List<ProbeRow> Probes { get; } = [];

        internal void Add(string line)
        {
            switch (line.Split(',')[0])
            {
                case InferenceRow.Tag:
                    Calls.Add(InferenceRow.Parse(line));
                    break;
                case AgreementRow.Tag:
                    Agreements.Add(AgreementRow.Parse(line));
                    break;
                case MissingRow.Tag:
                    Missing.Add(MissingRow.Parse(line));
                    break;
                case ProbeRow.Tag:
                    Probes.Add(ProbeRow.Parse(line));
                    break;
                case LimitRow.Tag:
                    break; // the rows of calls hold what they need of it
                default:
                    throw new FormatException($"A child process printed '{line}'; a row of calls, their agreement, a missing peer, a limit or the probe was expected.");
            }
        }
    }
}
