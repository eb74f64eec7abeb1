namespace LstmGen.Benchmarks.Reports;

/// <summary>The part of a Markdown text between two comments, <c>&lt;!-- name:begin --&gt;</c> and <c>&lt;!-- name:end --&gt;</c>.</summary>
internal static class MarkedSection
{
    /// <summary>The text with another content between the comments.</summary>
    /// <exception cref="BenchmarkException">A comment is not there exactly once, or they are in the wrong order.</exception>
    internal static string Replace(string text, string name, string content)
    {
        string begin = $"<!-- {name}:begin -->";
        string end = $"<!-- {name}:end -->";
        int first = Only(text, begin) + begin.Length;
        int last = Only(text, end);
        return first <= last
            ? $"{text[..first]}\n{content.Trim('\n')}\n{text[last..]}"
            : throw new BenchmarkException($"'{end}' stands before '{begin}'; the reverse was expected.");
    }

    private static int Only(string text, string comment)
    {
        int at = text.IndexOf(comment, StringComparison.Ordinal);
        return at >= 0 && text.IndexOf(comment, at + 1, StringComparison.Ordinal) < 0
            ? at
            : throw new BenchmarkException($"The text has '{comment}' {(at < 0 ? "nowhere" : "more than once")}; once was expected.");
    }
}
