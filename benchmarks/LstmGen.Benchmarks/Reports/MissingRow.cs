namespace LstmGen.Benchmarks.Reports;

/// <summary>A peer that is not on this machine.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Reason">What was looked for.</param>
internal sealed record MissingRow(string Peer, string Reason)
{
    internal const string Tag = "missing";

    /// <summary>One line of fields without commas.</summary>
    internal string ToLine() => $"{Tag},{Peer},{Reason.Replace(',', ';').ReplaceLineEndings(" ")}";

    internal static MissingRow Parse(string line)
    {
        LineReader f = new(line, Tag);
        return f.End<MissingRow>(new(f.Text(), f.Text()));
    }
}
