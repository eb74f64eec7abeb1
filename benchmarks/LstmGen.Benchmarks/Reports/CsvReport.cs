using System.Globalization;
using System.Text;

namespace LstmGen.Benchmarks.Reports;

/// <summary>The same as numbers: a line per limit and per kernel.</summary>
internal static class CsvReport
{
    private const string Header =
        "leg,row,name,kernel_set,bits,steps_per_call,value,unit,limit_ns,gflops,pct_fma,pct_read,binding,bar_pct,bar_limit,met,kept,tried,uncertain,processes";

    internal static string Write(IEnumerable<LimitsReport> reports)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (LimitsReport report in reports)
        {
            string leg = report.Leg.Without512 ? "avx512-off" : "full";
            foreach (LimitSummary limit in report.Limits)
            {
                string unit = limit.Bytes == 0 ? "GFLOP/s" : "GB/s";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{leg},limit,{limit.Label},,{limit.Width},,{limit.Rate:G5},{unit},,,,,,,,,{limit.Kept},{limit.Tried},{limit.Uncertain},{report.Processes}\n");
            }

            foreach (KernelSummary kernel in report.Kernels)
            {
                string name = kernel.Label.Replace(',', 'x');
                string met = kernel.Met is { } yes ? (yes ? "1" : "0") : "";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{leg},kernel,{name},{kernel.KernelSet},,{kernel.Steps},{kernel.Nanoseconds:G5},ns/step,{kernel.LimitNanoseconds:G5},{kernel.Gflops:G4},{kernel.FmaPercent:F1},{kernel.ReadPercent:F1},{kernel.Binding},{kernel.Bar?.Percent},{kernel.Bar?.Limit},{met},{kernel.Kept},{kernel.Tried},{kernel.Uncertain},{report.Processes}\n");
            }
        }

        return text.ToString();
    }
}
