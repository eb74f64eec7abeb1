using System.Globalization;

namespace LstmGen.Benchmarks.Reports;

/// <summary>How far a peer's results are from ours.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Peer">Its name.</param>
/// <param name="Error">Largest difference as a part of the tensor's largest value.</param>
internal sealed record AgreementRow(string Workload, string Peer, double Error)
{
    internal const string Tag = "agreement";

    /// <summary>One line of fields without commas.</summary>
    internal string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Tag},{Workload},{Peer},{Error:R}");

    internal static AgreementRow Parse(string line)
    {
        LineReader f = new(line, Tag);
        return f.End<AgreementRow>(new(f.Text(), f.Text(), f.Double()));
    }
}
