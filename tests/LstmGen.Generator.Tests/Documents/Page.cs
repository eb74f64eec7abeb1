using System.Text.RegularExpressions;
using LstmGen.Generator.Tests.Harness;

namespace LstmGen.Generator.Tests.Documents;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">What stands after the fence.</param>
/// <param name="Text">What is inside, lines ended by \n.</param>
/// <param name="Line">The number of its first line in the page.</param>
/// <param name="Comment">The HTML comment right before it, without its marks; empty where there is none.</param>
internal sealed record Block(string Language, string Text, int Line, string Comment);

/// <summary>A page of documentation that a stranger may meet.</summary>
internal sealed partial class Page
{
    private Page(string path, string text)
    {
        Path = path;
        Text = text;
    }

    /// <summary>From the root of the repository, with slashes.</summary>
    internal string Path { get; }

    internal string Text { get; }

    /// <summary>Pages whose C# is compiled; those of the diagnostics have tests of their own.</summary>
    internal static string[] WithCode
        => ["README.md", "src/LstmGen/PACKAGE.md", .. Under("docs").Where(path => !path.StartsWith("docs/diagnostics/LSTM", StringComparison.Ordinal))];

    /// <summary>Pages whose links are followed.</summary>
    internal static string[] All
        => ["README.md", "src/LstmGen/PACKAGE.md", "benchmarks/README.md", .. Under("docs"), .. Under("samples")];

    internal static Page Read(string path) => Of(path, File.ReadAllText(Repository.At(path)));

    internal static Page Of(string path, string text) => new(path, text.ReplaceLineEndings("\n"));

    internal IEnumerable<Block> Blocks()
        => Fence().Matches(Text).Select(match => new Block(
            match.Groups["language"].Value,
            match.Groups["text"].Value,
            Text.AsSpan(0, match.Groups["text"].Index).Count('\n') + 1,
            match.Groups["comment"].Value.Trim()));

    /// <summary>Without fenced blocks and comments.</summary>
    internal string Prose() => Comment().Replace(Fence().Replace(Text, ""), "");

    private static IEnumerable<string> Under(string folder)
        => Directory.EnumerateFiles(Repository.At(folder), "*.md", SearchOption.AllDirectories)
            .Select(path => System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("""(?:<!--(?<comment>(?:(?!-->).)*)-->\n+)?^(?<indent> *)```(?<language>[^\n`]*)\n(?<text>.*?)^\k<indent>```$""", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
