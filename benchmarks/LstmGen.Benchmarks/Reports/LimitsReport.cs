using System.Globalization;
using System.Text;
using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Limits and kernels of one leg, as text for people.</summary>
internal sealed record LimitsReport(Leg Leg, int Processes, List<LimitSummary> Limits, List<KernelSummary> Kernels, List<ProbeRow> Probes)
{
    /// <summary>A Step that meets its own bar is this many times slower than a step of a sequence should be.</summary>
    private const double SequenceBar = 1.25;
    private const int SequenceBarHidden = 128;
    private const double StepBar = 0.90;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {Leg.Name}: medians of {Processes} process(es), {string.Join(' ', Leg.Environment.Select(pair => $"{pair.Key}={pair.Value}"))}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Probe: {Probes.Min(probe => probe.FullRate):0.0} to {Probes.Max(probe => probe.FullRate):0.0} additions/ns on an undisturbed core; ");
        text.Append(CultureInfo.InvariantCulture, $"{100 * Statistics.Median(Probes.Select(probe => probe.QuietPart)):0} % of the bursts of a calibration were undisturbed (median).\n\n");
        text.Append(LimitTable()).Append('\n').Append(KernelTable()).Append('\n').Append(SequenceTable());
        return text.ToString();
    }

    private MarkdownTable LimitTable()
    {
        var table = new MarkdownTable("limit", "bits", "rate", "unit", "lowest", "highest", "drift %", "kept/tried", "uncertain");
        foreach (LimitSummary limit in Limits)
        {
            table.Add(
                limit.Label, $"{limit.Width}", Number(limit.Rate), limit.Bytes == 0 ? "GFLOP/s" : "GB/s", Number(limit.Lowest), Number(limit.Highest),
                Number(limit.Drift), $"{limit.Kept}/{limit.Tried}", limit.Uncertain == 0 ? "" : $"{limit.Uncertain} of {limit.Rows.Length}");
        }

        return table;
    }

    private MarkdownTable KernelTable()
    {
        var table = new MarkdownTable(
            "kernel", "set", "steps/call", "ns/step", "limit ns", "GFLOP/s", "% FMA", "% read", "binding", "bar", "met", "kept/tried", "uncertain");
        foreach (KernelSummary kernel in Kernels)
        {
            table.Add(
                kernel.Label, kernel.KernelSet, $"{kernel.Steps}", Number(kernel.Nanoseconds), Number(kernel.LimitNanoseconds), Number(kernel.Gflops),
                Number(kernel.FmaPercent), Number(kernel.ReadPercent), $"{kernel.Binding}", kernel.Bar is { } bar ? $"{bar.Percent} {bar.Limit}" : "",
                YesNo(kernel.Met), $"{kernel.Kept}/{kernel.Tried}", kernel.Uncertain == 0 ? "" : $"{kernel.Uncertain} of {kernel.Rows.Length}");
        }

        return table;
    }

    private string SequenceTable()
    {
        var table = new MarkdownTable("sequence", "ns/step", "Step ns", "Step at 90 % ns", "faster than Step", "faster than Step at 90 %", "bar", "met");
        bool any = false;
        foreach (KernelSummary sequence in Kernels.Where(kernel => kernel.Workload.Call == Call.Sequence))
        {
            if (Kernels.Find(kernel => kernel.Workload.Call == Call.Step && kernel.Workload.Shape == sequence.Workload.Shape) is { } step)
            {
                double good = step.LimitNanoseconds / StepBar;
                bool barred = !Leg.Without512 && sequence.Workload.Shape.Hidden == SequenceBarHidden;
                double ratio = good / sequence.Nanoseconds;
                any = true;
                table.Add(
                    sequence.Label, Number(sequence.Nanoseconds), Number(step.Nanoseconds), Number(good), Ratio(step.Nanoseconds / sequence.Nanoseconds),
                    Ratio(ratio), barred ? Ratio(SequenceBar) : "", YesNo(barred ? ratio >= SequenceBar : null));
            }
        }

        return any ? table.ToString() : "";
    }

    private static string Number(double value) => value.ToString(value >= 1000 ? "0" : value >= 100 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    private static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + "x";

    private static string YesNo(bool? met) => met switch
    {
        true => "yes",
        false => "NO",
        null => "",
    };
}
