using System.Globalization;
using System.Text;
using LstmGen.Benchmarks.Limits;
using LstmGen.Benchmarks.Peers.OnnxRuntime;
using LstmGen.Benchmarks.Peers.Ours;

namespace LstmGen.Benchmarks.Reports;

/// <summary>The longest steps of ours, beside ONNX Runtime's and those of a loop that only the machine can disturb.</summary>
internal sealed record TailReport(List<TailRow> Rows, List<MissingRow> Missing)
{
    private const double LargestP99 = 1.5;
    private const double LargestOverLoop = 1.2;

    public override string ToString()
    {
        var text = new StringBuilder();
        Missing.ForEach(missing => text.Append(CultureInfo.InvariantCulture, $"Missing: {missing.Peer} ({missing.Reason}).\n\n"));
        var table = new MarkdownTable(
            "nanoseconds", "median", "99 %", "99.9 %", "99.99 %", "worst of 100,000 (median)", "worst of all", "bytes allocated", "collections", "details");
        foreach (TailRow row in Rows)
        {
            table.Add(
                row.Name, Text(row.Median), Text(row.P99), Text(row.P999), Text(row.P9999), Text(row.WorstOfBlock), Text(row.Worst),
                Text(row.Allocated), Text(row.Collections), row.Details);
        }

        return text.Append(table).Append('\n').Append(BarTable()).ToString();
    }

    /// <summary>The same as numbers: a line per row.</summary>
    internal string ToCsv() => Csv.Write(Rows.Select(row => new
    {
        row.Name,
        row.Details,
        row.Calls,
        MedianNs = row.Median,
        P99Ns = row.P99,
        P999Ns = row.P999,
        P9999Ns = row.P9999,
        MedianWorstOf100000Ns = row.WorstOfBlock,
        WorstNs = row.Worst,
        AllocatedBytes = row.Allocated,
        row.Collections,
    }));

    private MarkdownTable BarTable()
    {
        TailRow ours = Row(LstmGenPeer.Title) ?? throw new InvalidOperationException("The measuring process gave no row of ours.");
        var table = new MarkdownTable("LstmGen", "reached", "bar", "met");
        Add("99 % over median", ours.P99 / ours.Median, $"< {LargestP99}", reached => reached < LargestP99);
        Add("99.99 % over that of the loop", ours.P9999 / Row(EqualLoop.Title)?.P9999, $"<= {LargestOverLoop}", reached => reached <= LargestOverLoop);
        Add("99.99 % over ONNX Runtime's", ours.P9999 / Row(OnnxRuntimePeer.Title)?.P9999, "<= 1", reached => reached <= 1);
        Add("bytes allocated", ours.Allocated, "0", reached => reached == 0);
        Add("collections", ours.Collections, "0", reached => reached == 0);
        return table;

        void Add(string name, double? reached, string bar, Func<double, bool> met)
            => table.Add(
                name, reached?.ToString("0.##", CultureInfo.InvariantCulture) ?? "missing", bar, reached is { } value ? (met(value) ? "yes" : "NO") : "");
    }

    private TailRow? Row(string name) => Rows.Find(row => row.Name == name);

    private static string Text(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
