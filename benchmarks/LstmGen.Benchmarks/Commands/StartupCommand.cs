using System.Globalization;
using LstmGen.Benchmarks.Footprint;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Commands;

/// <summary>Construction and first step of a 2 x 128 model in fresh processes.</summary>
internal sealed record StartupCommand(int Processes)
{
    private const double BarMilliseconds = 30;

    internal int Run()
    {
        string folder = Directory.CreateTempSubdirectory("lstmgen-startup-").FullName;
        try
        {
            string weights = Path.Combine(folder, "weights.safetensors");
            FootprintProgram.Run("save", weights);
            var starts = new List<(double Construct, double Step, double Next, string Set)>();
            for (int i = 0; i < Processes; i++)
            {
                LineReader line = new(FootprintProgram.Run("start", weights).Single(), "start");
                starts.Add((line.Double(), line.Double(), line.Double(), line.Text()));
            }

            Print(starts);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private void Print(List<(double Construct, double Step, double Next, string Set)> starts)
    {
        Console.WriteLine($"{MachineDescription.Text}\n");
        Console.WriteLine($"2 x 128 units, kernel set {starts[0].Set}: {Processes} fresh processes, default settings, weights read before the clock starts\n");
        var table = new MarkdownTable("milliseconds", "median", "fastest", "slowest", "bar", "met");
        Add("constructor", start => start.Construct, false);
        Add("state and first step", start => start.Step, false);
        Add("both", start => start.Construct + start.Step, true);
        Add("second step", start => start.Next, false);
        Console.Write(table);

        void Add(string name, Func<(double Construct, double Step, double Next, string Set), double> value, bool barred)
        {
            double median = Statistics.Median(starts.Select(value));
            table.Add(
                name, Text(median), Text(starts.Min(value)), Text(starts.Max(value)), barred ? $"< {BarMilliseconds}" : "",
                barred ? (median < BarMilliseconds ? "yes" : "NO") : "");
        }
    }

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
