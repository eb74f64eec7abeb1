using System.Diagnostics;
using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Reports;

namespace LstmGen.Benchmarks.Commands;

/// <summary>Measures limits and kernels in several processes and reports each kernel as a share of its limits.</summary>
internal sealed record LimitsCommand(int Cpu, int Processes, bool Without512, string Only, string? CsvPath, string? MarkdownPath)
{
    internal int Run()
    {
        Leg[] legs = Without512 ? [Leg.Full, Leg.No512] : [Leg.Full];
        string machine = $"{MachineDescription.Text}; core {Cpu}";
        Console.WriteLine(machine + "\n");
        var reports = new List<LimitsReport>();
        foreach (Leg leg in legs)
        {
            LimitsReport report = Measure(leg);
            Console.WriteLine(report);
            reports.Add(report);
        }

        if (CsvPath is not null)
        {
            SafeFile.Write(CsvPath, LimitsCsv.Write(reports));
        }

        if (MarkdownPath is not null)
        {
            SafeFile.Write(MarkdownPath, machine + "\n\n" + string.Join('\n', reports));
        }

        return 0;
    }

    private LimitsReport Measure(Leg leg)
    {
        var limits = new List<LimitRow>();
        var kernels = new List<KernelRow>();
        var probes = new List<ProbeRow>();
        for (int process = 1; process <= Processes; process++)
        {
            var watch = Stopwatch.StartNew();
            foreach (string line in Launcher.Self(Cpu, leg.Environment, Child.Verb, "--only", Only))
            {
                switch (line.Split(',')[0])
                {
                    case LimitRow.Tag:
                        limits.Add(LimitRow.Parse(line));
                        break;
                    case KernelRow.Tag:
                        kernels.Add(KernelRow.Parse(line));
                        break;
                    case ProbeRow.Tag:
                        probes.Add(ProbeRow.Parse(line));
                        break;
                    default:
                        throw new FormatException($"A child process printed '{line}'; a row of a limit, a kernel or the probe was expected.");
                }
            }

            Console.Error.WriteLine($"{leg.Name}: process {process} of {Processes} took {watch.Elapsed.TotalSeconds:0} s");
        }

        return new(leg, Processes, LimitSummary.Of(limits), KernelSummary.Of(leg, kernels), probes);
    }
}
