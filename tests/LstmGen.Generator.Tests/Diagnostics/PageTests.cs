using System.Text.RegularExpressions;
using LstmGen.Generator.Tests.Harness;
using LstmGen.Generator.Tests.Weights;
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
        WeightItem[][] items = Items(page);
        string[] sets = [.. KernelSets().Matches(page).Select(match => match.Groups[1].Value), "", ""];

        Assert.Equal([id], Run(examples[0], items[0], sets[0]).Reported.Select(each => each.Id));
        GeneratorRun repaired = Run(examples[1], items[1], sets[1]);
        Assert.Empty(repaired.Reported);
        Assert.Empty(repaired.Complaints);
    }

    /// <summary>Pages of weight files show the items and the tensors, of references too, first the wrong and then the right ones.</summary>
    private static WeightItem[][] Items(string page)
    {
        string[] files = [.. Tensors().Matches(page).Select(match => match.Groups[1].Value)];
        string[] items = [.. Xml().Matches(page).Select(match => match.Groups[1].Value)];
        byte[]?[] references = [.. References().Matches(page).Select(match => Content(match.Groups[1].Value)), null, null];
        return files.Length == 0
            ? [[], []]
            : [.. files.Zip(items, references).Select(example => Item().Matches(example.Second).Select(match => new WeightItem(
                match.Groups[2].Value, Content(example.First), match.Groups[1].Value, match.Groups[3].Value)
                {
                    Reference = match.Groups[4].Success ? example.Third : null,
                }).ToArray())];
    }

    private static byte[] Content(string file)
    {
        string[] parts = file.Split("\n(cut off after ");
        byte[] whole = WeightFiles.Of(parts[0]);
        return parts.Length == 1 ? whole : whole[..int.Parse(parts[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)];
    }

    private static GeneratorRun Run(string example, WeightItem[] items, string sets)
        => items.Length > 0 ? GeneratorHarness.Run(items, "#pragma warning disable CS1591\nusing LstmGen;\n" + example)
        : sets.Length > 0 ? GeneratorHarness.RunProject([("_LstmGenKernelSets", sets)], "#pragma warning disable CS1591\nusing LstmGen;\n" + example)
        : example.Contains("Shortcuts", StringComparison.Ordinal) ? GeneratorHarness.Run("using LstmGen;\n" + example, DiagnosticTests.NewerAttribute)
        : GeneratorHarness.Run(
            example.Contains("<LangVersion>11<", StringComparison.Ordinal) ? LanguageVersion.CSharp11 : LanguageVersion.CSharp12,
            "#pragma warning disable CS1591\nusing LstmGen;\n" + example.Replace("hidden: 32", "hidden: 1", StringComparison.Ordinal));

    [GeneratedRegex("```text\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Tensors();

    [GeneratedRegex("```text reference\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex References();

    [GeneratedRegex("```xml\n(<LstmWeights.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Xml();

    [GeneratedRegex("<LstmWeights Include=\"(.*?)\" Model=\"(.*?)\" (?:Prefix=\"(.*?)\" )?(?:Reference=\"(.*?)\" )?/>")]
    private static partial Regex Item();

    [GeneratedRegex("```xml\n<LstmGenKernelSets>(.*?)</LstmGenKernelSets>\n```")]
    private static partial Regex KernelSets();

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
