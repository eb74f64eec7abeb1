using System.Globalization;
using System.Text;

namespace LstmGen.Benchmarks.Reports;

/// <summary>What deployments carry and cost, side by side.</summary>
internal sealed record DeployReport(IReadOnlyList<DeployRow> Rows, IReadOnlyList<MissingRow> Missing, string InstructionSet, int Processes)
{
    private const double KiB = 1 << 10;
    private const double MiB = 1 << 20;
    private const string CsvHeader = "deployment,native_bytes,managed_bytes,model_bytes,start_ms,fastest_ms,slowest_ms,peak_bytes,allocated_bytes_per_step,step_ns,details,processes";

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
    internal string ToCsv()
    {
        var text = new StringBuilder(CsvHeader).Append('\n');
        foreach (DeployRow row in Rows)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{row.Program.Name.Replace(',', ';')},{row.NativeBytes},{row.Program.ManagedBytes},{row.Program.ModelBytes},{row.Milliseconds:F2},{row.Runs.Min(run => run.Milliseconds):F2},{row.Runs.Max(run => run.Milliseconds):F2},{row.PeakBytes:F0},{row.AllocatedPerStep},{row.StepNanoseconds:F0},{row.Runs[0].Details.Replace(',', ';')},{Processes}\n");
        }

        return text.ToString();
    }

    private static string Text(double value, int digits = 0) => value.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
