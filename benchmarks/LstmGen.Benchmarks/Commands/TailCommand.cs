using System.Globalization;
using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Reports;

namespace LstmGen.Benchmarks.Commands;

/// <summary>Single steps timed one by one, for the longest among them.</summary>
internal sealed record TailCommand(int Cpu, int Steps, string? CsvPath, string? MarkdownPath)
{
    internal int Run()
    {
        string machine = $"{MachineDescription.Text}; core {Cpu}\n\n";
        Console.Write(machine);
        var report = new TailReport([], []);
        foreach (string line in Launcher.Self(Cpu, PeerEnvironment.Of(Leg.Full), TailChild.Verb, "--steps", Steps.ToString(CultureInfo.InvariantCulture)))
        {
            switch (line.Split(',')[0])
            {
                case TailRow.Tag:
                    report.Rows.Add(TailRow.Parse(line));
                    break;
                case MissingRow.Tag:
                    report.Missing.Add(MissingRow.Parse(line));
                    break;
                default:
                    throw new FormatException($"A child process printed '{line}'; a row of times or a missing peer was expected.");
            }
        }

        Console.Write(report);
        if (CsvPath is not null)
        {
            SafeFile.Write(CsvPath, report.ToCsv());
        }

        if (MarkdownPath is not null)
        {
            SafeFile.Write(MarkdownPath, machine + report);
        }

        return 0;
    }
}
