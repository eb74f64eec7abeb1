using System.Text.RegularExpressions;
using LstmGen.Generator.Tests.Harness;

namespace LstmGen.Generator.Tests.Architecture;

/// <summary>
/// The run time knows no cell: it loops over tables. What gates are called and how many they are stands where users meet options, and where options
/// become a table.
/// </summary>
public partial class LibraryKnowledgeTests
{
    private static readonly string Library = Repository.At("src", "LstmGen");

    /// <summary>The options, the table that they become, the accessors by name, and what messages advise.</summary>
    private static readonly string[] Knowing =
    [
        "Dynamic/Description/AttributeValues.cs", "Dynamic/Description/DescribedNetwork.cs",
        "Model/Cells/CellWords.cs", "Model/Cells/LstmCellAttribute.cs", "Model/Cells/LstmCellOptions.cs", "Model/Cells/LstmCells.cs", "Model/Cells/LstmCoupledGates.cs",
        "Model/LstmParameters.cs", "Model/LstmReference.cs", "Model/LstmShape.cs", "Model/UnusedTensors.cs", "Model/WeightHints.cs",
    ];

    [Fact]
    public void Gates_and_peepholes_are_named_where_options_are_and_nowhere_else()
        => Assert.Equal(Knowing, Sources().Where(file => Names().IsMatch(Code(file))).Select(Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_else_counts_gates_or_peepholes()
        => Assert.Empty(Sources().Where(file => !Knowing.Contains(Name(file))).SelectMany(file => Counts().Matches(Code(file)).Select(match => $"{Name(file)}: {match.Value}")));

    private static IEnumerable<string> Sources()
        => Directory.EnumerateFiles(Library, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string Name(string file) => Path.GetRelativePath(Library, file).Replace(Path.DirectorySeparatorChar, '/');

    private static string Code(string file) => Comment().Replace(File.ReadAllText(file), "");

    /// <summary>The option, a tensor's name, the letter of a gate or their order.</summary>
    [GeneratedRegex(@"(?i:peephole)|Coupled(Gates|Rows)|(?i:_[fi]go)|[""']if?go[""']|[""'][ifgo][""']|\bi, f, g, o\b")]
    private static partial Regex Names();

    /// <summary>So many times the floats or rows of a gate, or one number of gates in place of another.</summary>
    [GeneratedRegex(@"\b[34]L? \* \(?(\w+\.)?(?i:_?stride|hidden|units)\b|\b(?i:_?stride|hidden|units)\)? \* [34]\b|\? [34] : [34]\b|(?i:gates? ?= ?[34]\b)")]
    private static partial Regex Counts();

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
