using System.Text.RegularExpressions;
using LstmGen.Generator.Tests.Harness;

namespace LstmGen.Generator.Tests.Documents;

/// <summary>Links of the pages lead to files and headings that are there, and every page of docs/ can be reached from the front page.</summary>
public partial class LinkTests
{
    private const int LongestFrontPage = 600; // words beside tables and code

    public static TheoryData<string> Pages => [.. Page.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string path) => Assert.Empty(Broken(Page.Read(path)));

    [Fact]
    public void Every_page_can_be_reached_from_the_front_page()
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(["README.md"]);
        while (open.TryPop(out string? path))
        {
            if (path.EndsWith(".md", StringComparison.Ordinal) && File.Exists(Repository.At(path)) && reached.Add(path))
            {
                foreach (string target in Targets(Page.Read(path)).Select(target => Resolve(path, target.Split('#')[0])))
                {
                    open.Push(target);
                }
            }
        }

        Assert.Equal([], Page.All.Where(path => path.StartsWith("docs/", StringComparison.Ordinal)).Except(reached));
    }

    [Fact]
    public void Front_page_is_short()
    {
        string text = string.Join('\n', Page.Read("README.md").Prose().Split('\n').Where(line => !line.StartsWith('|')));
        Assert.InRange(Word().Count(text), 1, LongestFrontPage);
    }

    [Theory]
    [InlineData("[a](nowhere.md)", "nowhere.md")]
    [InlineData("[a](docs/training.md#no-such-heading)", "docs/training.md#no-such-heading")]
    [InlineData("[a](#no-heading)", "#no-heading")]
    [InlineData("![a](docs/none.svg)", "docs/none.svg")]
    public void A_link_to_nothing_is_named(string text, string target)
        => Assert.Equal([$"README.md: {target}"], Broken(Page.Of("README.md", $"# A heading: `x` & [y](docs/training.md)\n\n{text} [b](#a-heading-x--y) [c](https://example.org)\n\n```\n[d](none)\n```\n")));

    private static IEnumerable<string> Broken(Page page)
        => Targets(page).Where(target => !Exists(page, target)).Select(target => $"{page.Path}: {target}");

    private static IEnumerable<string> Targets(Page page)
        => Link().Matches(page.Prose()).Select(match => match.Groups[1].Value)
            .Where(target => !target.StartsWith("https://", StringComparison.Ordinal));

    private static bool Exists(Page page, string target)
    {
        string[] parts = target.Split('#', 2);
        string path = parts[0].Length == 0 ? page.Path : Resolve(page.Path, parts[0]);
        if (parts.Length == 1)
        {
            return Path.Exists(Repository.At(path));
        }

        return path == page.Path ? Headings(page).Contains(parts[1]) : File.Exists(Repository.At(path)) && Headings(Page.Read(path)).Contains(parts[1]);
    }

    private static string Resolve(string page, string target)
        => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Repository.At(Path.GetDirectoryName(page)!, target))).Replace('\\', '/');

    /// <summary>The anchors GitHub gives headings: lower case, no punctuation, hyphens for spaces.</summary>
    private static IEnumerable<string> Headings(Page page)
        => Heading().Matches(page.Prose()).Select(match => NotOfAnchor().Replace(
            LinkText().Replace(match.Groups[1].Value, "$1").ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex("^#+ +(.*?) *$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{Nd} _-]")]
    private static partial Regex NotOfAnchor();

    [GeneratedRegex(@"\S+")]
    private static partial Regex Word();
}
