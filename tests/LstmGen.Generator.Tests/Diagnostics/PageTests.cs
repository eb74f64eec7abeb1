using System.Text.RegularExpressions;
using LstmGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace LstmGen.Generator.Tests.Diagnostics;

/// <summary>The examples on the pages of the diagnostics are true: the first provokes the diagnostic, the second does not.</summary>
public partial class PageTests
{
    public static TheoryData<string> Ids => DescriptorTests.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Examples_are_true(string id)
    {
        string page = File.ReadAllText(Repository.At("docs", "diagnostics", id + ".md")).ReplaceLineEndings("\n");
        string[] examples = [.. Example().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal(2, examples.Length);

        Assert.Equal([id], Run(examples[0]).Reported.Select(each => each.Id));
        GeneratorRun repaired = Run(examples[1]);
        Assert.Empty(repaired.Reported);
        Assert.Empty(repaired.Complaints);
    }

    private static GeneratorRun Run(string example)
        => GeneratorHarness.Run(
            example.Contains("<LangVersion>11<", StringComparison.Ordinal) ? LanguageVersion.CSharp11 : LanguageVersion.CSharp12,
            "#pragma warning disable CS1591\nusing LstmGen;\n" + example.Replace("hidden: 32", "hidden: 1", StringComparison.Ordinal));

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
