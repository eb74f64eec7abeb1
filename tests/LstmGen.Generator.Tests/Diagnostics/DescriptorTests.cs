using System.Reflection;
using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Tests.Harness;
using LstmGen.Generator.Tests.Weights;
using Microsoft.CodeAnalysis;

namespace LstmGen.Generator.Tests.Diagnostics;

/// <summary>A diagnostic is an id, a message, a page, a line in the release notes, and a test.</summary>
public class DescriptorTests
{
    private static readonly DiagnosticDescriptor[] All =
    [
        .. typeof(DiagnosticDescriptors).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>(),
    ];

    public static TheoryData<string> Ids => [.. All.Select(each => each.Id)];

    [Fact]
    public void Ids_are_distinct_and_without_gaps()
        => Assert.Equal(Enumerable.Range(1, All.Length).Select(number => $"LSTM{number:000}"), All.Select(each => each.Id).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_a_page_with_cause_example_and_fix(string id)
    {
        DiagnosticDescriptor descriptor = All.Single(each => each.Id == id);
        string page = File.ReadAllText(Repository.At("docs", "diagnostics", id + ".md"));
        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.All(["## Cause", "## Example", "## Fix", "```csharp"], part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.Contains($"({id}.md)", File.ReadAllText(Repository.At("docs", "diagnostics", "README.md")), StringComparison.Ordinal);
    }

    /// <summary>A help link is an address or nothing: a path leads nowhere from a user's project.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Help_link_is_absolute_or_there_is_none(string id)
    {
        DiagnosticDescriptor descriptor = All.Single(each => each.Id == id);
        Assert.Equal(DiagnosticDescriptors.HelpLink(DiagnosticDescriptors.Pages, id) ?? "", descriptor.HelpLinkUri);
        Assert.True(descriptor.HelpLinkUri.Length == 0 || Uri.TryCreate(descriptor.HelpLinkUri, UriKind.Absolute, out _), descriptor.HelpLinkUri);
        Assert.Null(DiagnosticDescriptors.HelpLink(null, id));
        Assert.Equal($"https://example.org/docs/diagnostics/{id}.md", DiagnosticDescriptors.HelpLink("https://example.org/docs/diagnostics/", id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_a_test(string id)
    {
        string tests = typeof(DiagnosticTests).GetMethods().Concat(typeof(WeightTests).GetMethods()).Select(method => method.Name).Aggregate((a, b) => a + b);
        Assert.True(DiagnosticCases.All.Any(each => each.Id == id) || WeightCases.All.Any(each => each.Id == id) || tests.Contains(id, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Is_in_the_release_notes_under_its_title(string id)
    {
        string notes = string.Concat(new[] { "Shipped", "Unshipped" }.Select(kind =>
            File.ReadAllText(Repository.At("generators", "LstmGen.Generator", $"AnalyzerReleases.{kind}.md"))));
        Assert.Contains($"{id} | LstmGen | Error | {All.Single(each => each.Id == id).Title}", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Cannot_be_switched_off() => Assert.All(All, each => Assert.Contains(WellKnownDiagnosticTags.NotConfigurable, each.CustomTags));
}
