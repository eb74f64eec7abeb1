using System.Globalization;
using System.Text;

namespace LstmGen.Benchmarks.Reports;

/// <summary>What deployments carry and cost, side by side.</summary>
internal sealed record DeployReport(IReadOnlyList<DeployRow> Rows, IReadOnlyList<MissingRow> Missing, string InstructionSet, int Processes)
{
    private const double KiB = 1 << 10;
    private const double MiB = 1 << 20;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"2 x 128 units, one step a call: medians of {Processes} fresh processes each, default settings, files in the page cache");
        text.Append(InstructionSet.Length > 0 ? $"; NativeAOT for {InstructionSet}\n\n" : "\n\n");
        foreach (MissingRow missing in Missing)
        {
            text.Append(CultureInfo.InvariantCulture, $"Missing: {missing.Peer} ({missing.Reason}).\n\n");
        }

        var table = new MarkdownTable(
            "deployment", "native KiB", "managed KiB", "model KiB", "all KiB", "start to first output, ms", "fastest", "slowest", "peak memory, MiB", "bytes allocated a step", "step, µs", "details");
        foreach (DeployRow row in Rows)
        {
            table.Add(
                row.Program.Name, Text(row.NativeBytes / KiB), Text(row.Program.ManagedBytes / KiB), Text(row.Program.ModelBytes / KiB), Text(row.TotalBytes / KiB),
                Text(row.Milliseconds, 1), Text(row.Runs.Min(run => run.Milliseconds), 1), Text(row.Runs.Max(run => run.Milliseconds), 1), Text(row.PeakBytes / MiB, 1),
                row.AllocatedPerStep is { } bytes ? Text(bytes) : "", Text(row.StepNanoseconds / 1e3, 2), row.Runs[0].Details);
        }

        return text.Append(table).ToString();
    }

    /// <summary>The same as numbers: a line a deployment.</summary>
    internal string ToCsv() => Csv.Write(Rows.Select(row => new
    {
        Deployment = row.Program.Name,
        row.NativeBytes,
        row.Program.ManagedBytes,
        row.Program.ModelBytes,
        StartMs = row.Milliseconds,
        FastestMs = row.Runs.Min(run => run.Milliseconds),
        SlowestMs = row.Runs.Max(run => run.Milliseconds),
        row.PeakBytes,
        AllocatedBytesPerStep = row.AllocatedPerStep,
        StepNs = row.StepNanoseconds,
        row.Runs[0].Details,
        Processes,
    }));

    private static string Text(double value, int digits = 0) => value.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
