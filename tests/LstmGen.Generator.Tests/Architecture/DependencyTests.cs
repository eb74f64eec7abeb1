using System.Reflection;
using System.Text.RegularExpressions;
using LstmGen.Generator.Tests.Harness;

namespace LstmGen.Generator.Tests.Architecture;

/// <summary>The dependency rules of the design, checked on the source text: who may name what.</summary>
public partial class DependencyTests
{
    private static readonly string Generator = Repository.At("generators", "LstmGen.Generator");

    [Theory]
    [InlineData("Specs")]
    [InlineData("Networks")]
    [InlineData("Cells")]
    [InlineData("Planning")]
    [InlineData("Dialects")]
    [InlineData("Emission")]
    [InlineData("Weights")]
    public void Only_the_generator_Parsing_and_Diagnostics_see_Roslyn(string folder) => AssertAbsent(Roslyn(), SourcesUnder(folder));

    [Fact]
    public void Roslyn_is_seen_where_it_may_be() => AssertPresent(Roslyn(), SourcesUnder("Parsing"));

    [Theory]
    [InlineData("Specs")]
    [InlineData("Networks")]
    [InlineData("Cells")]
    [InlineData("Planning")]
    [InlineData("Parsing")]
    [InlineData("Diagnostics")]
    [InlineData("Emission")]
    [InlineData("Weights")]
    public void Instruction_set_types_occur_in_Dialects_alone(string folder) => AssertAbsent(InstructionSetTypes(), SourcesUnder(folder));

    [Fact]
    public void The_runtime_library_names_no_instruction_set() => AssertAbsent(InstructionSetTypes(), Sources(Repository.At("src", "LstmGen")));

    [Fact]
    public void Planning_names_no_intrinsic_and_emits_no_text()
    {
        AssertAbsent(VectorTypes(), SourcesUnder("Planning"));
        AssertAbsent(Layer("Emission"), SourcesUnder("Planning"));
        AssertAbsent(Layer("Dialects"), SourcesUnder("Planning"));
    }

    [Fact]
    public void Dialects_know_nothing_of_cells()
    {
        AssertAbsent(CellTerms(), SourcesUnder("Dialects"));
        AssertAbsent(Layer("Cells|Emission|Specs"), SourcesUnder("Dialects"));
    }

    [Fact]
    public void Weights_know_neither_plans_nor_text() => AssertAbsent(Layer("Cells|Planning|Dialects|Emission"), SourcesUnder("Weights"));

    [Fact]
    public void Networks_know_neither_cells_nor_plans_nor_text() => AssertAbsent(Layer("Cells|Planning|Dialects|Emission|Weights"), SourcesUnder("Networks"));

    [Fact]
    public void Cells_know_neither_plans_nor_text() => AssertAbsent(Layer("Planning|Dialects|Emission"), SourcesUnder("Cells"));

    [Theory]
    [InlineData("Specs")]
    [InlineData("Networks")]
    [InlineData("Cells")]
    [InlineData("Planning")]
    [InlineData("Dialects")]
    [InlineData("Emission")]
    [InlineData("Weights")]
    public void Nothing_below_knows_the_parser(string folder) => AssertAbsent(Layer("Parsing|Diagnostics"), SourcesUnder(folder));

    [Fact]
    public void The_library_does_not_know_the_generator()
        => Assert.DoesNotContain(typeof(LstmModelAttribute).Assembly.GetReferencedAssemblies(), name => !name.Name!.StartsWith("System.", StringComparison.Ordinal));

    /// <summary>Roslyn itself brings the System assemblies of this list.</summary>
    [Fact]
    public void The_generator_depends_on_Roslyn_alone()
        => Assert.All(
            typeof(LstmModelGenerator).Assembly.GetReferencedAssemblies().Select(name => name.Name!),
            name => Assert.Contains(name, (string[])["netstandard", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "System.Collections.Immutable", "System.Memory"]));

    /// <summary>The process that runs a task brings MSBuild, and nothing else that could be counted on.</summary>
    [Fact]
    public void The_build_task_depends_on_MSBuild_alone()
        => Assert.All(
            typeof(LstmGen.Build.HeaderText).Assembly.GetReferencedAssemblies().Select(name => name.Name!),
            name => Assert.Contains(name, (string[])["netstandard", "Microsoft.Build.Framework"]));

    [Fact]
    public void The_generator_runs_on_the_first_compiler_of_its_language()
    {
        AssemblyName roslyn = typeof(LstmModelGenerator).Assembly.GetReferencedAssemblies().Single(name => name.Name == "Microsoft.CodeAnalysis");
        Assert.Equal(new Version(4, 8, 0, 0), roslyn.Version);
    }

    private static void AssertAbsent(Regex forbidden, IEnumerable<string> files)
        => Assert.Empty(files.SelectMany(file => forbidden.Matches(WithoutComments(File.ReadAllText(file)))
            .Select(match => $"{Path.GetRelativePath(Repository.Root, file)} names {match.Value}")));

    private static void AssertPresent(Regex expected, IEnumerable<string> files)
        => Assert.Contains(files, file => expected.IsMatch(WithoutComments(File.ReadAllText(file))));

    private static string WithoutComments(string text) => Comment().Replace(text, "");

    private static IEnumerable<string> SourcesUnder(string folder) => Sources(Path.Combine(Generator, folder));

    private static IEnumerable<string> Sources(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))];
        Assert.NotEmpty(files);
        return files;
    }

    private static Regex Layer(string folders) => new($@"LstmGen\.Generator\.({folders})\b");

    [GeneratedRegex(@"Microsoft\.CodeAnalysis")]
    private static partial Regex Roslyn();

    [GeneratedRegex(@"\b(Avx\w*|Sse\w*|Fma(?=\.)|Bmi\w*|AdvSimd|ArmBase|System\.Runtime\.Intrinsics\.(X86|Arm))\b")]
    private static partial Regex InstructionSetTypes();

    [GeneratedRegex(@"\b(Vector(64|128|256|512)\b|_mm\w*|v\w+q_f32)")]
    private static partial Regex VectorTypes();

    [GeneratedRegex(@"\b(?i:lstm(?!gen)\w*|sigmoid|tanh|gates?|forget|hidden|cell)\b")]
    private static partial Regex CellTerms();

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
