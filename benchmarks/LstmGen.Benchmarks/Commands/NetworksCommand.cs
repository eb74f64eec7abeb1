using System.Globalization;
using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Commands;

/// <summary>Layers in both directions, projections and layer normalisation: forward calls and training steps beside all peers, then what they cost beside plain layers of this library.</summary>
internal sealed record NetworksCommand(int Cpu, int Processes, string Python, string? CsvPath)
{
    private const string BothDirections = "both";
    private const string Normed = "norm";

    internal int Run()
    {
        int result = new CompareCommand(Cpu, Processes, false, InferenceWorkload.OfNetworks, Python, CsvPath, null, null, false).Run();
        Console.WriteLine(new TrainingCommand(Cpu, Processes, false, BothDirections, Python, null, null).Steps(Leg.Full));
        Console.WriteLine(new TrainingCommand(Cpu, Processes, false, Normed, Python, null, null).Steps(Leg.Full));
        NetworkRow[] rows = [.. Enumerable.Range(0, Processes)
            .SelectMany(_ => Launcher.Self(Cpu, PeerEnvironment.WithTiers(Leg.Full, 1), NetworkChild.Verb)).Select(NetworkRow.Parse)];
        Console.WriteLine(Table(rows));
        return result;
    }

    private MarkdownTable Table(NetworkRow[] rows)
    {
        var table = new MarkdownTable(
            $"{NetworkChild.Steps} steps, N = {NetworkChild.Batch}", "a call", "beside", "its call", "time, %", "multiply-adds, %", "kept", "tried", "uncertain");
        foreach (IGrouping<(string Name, string Beside), NetworkRow> same in rows.GroupBy(row => (row.Name, row.Beside)))
        {
            table.Add(
                same.Key.Name, Time(row => row.Seconds), same.Key.Beside, Time(row => row.SecondsBeside), Percent(row => row.Seconds / row.SecondsBeside),
                Percent(row => row.Products), Text(same.Min(row => row.Kept)), Text(same.Sum(row => row.Tried)), $"{same.Count(row => row.Uncertain)} of {Processes}");

            string Time(Func<NetworkRow, double> seconds) => Figure.Time(1e9 * Statistics.Median(same.Select(seconds)));
            string Percent(Func<NetworkRow, double> part) => (100 * Statistics.Median(same.Select(part))).ToString("0.0", CultureInfo.InvariantCulture);
        }

        return table;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
