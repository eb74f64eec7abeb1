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
    [InlineData("Options")]
    [InlineData("Networks")]
    [InlineData("Cells")]
    [InlineData("Planning")]
    [InlineData("Kernels")]
    [InlineData("Dialects")]
    [InlineData("Emission")]
    [InlineData("Weights")]
    public void Only_the_generator_Parsing_and_Diagnostics_see_Roslyn(string folder) => AssertAbsent(Roslyn(), SourcesUnder(folder));

    [Fact]
    public void Roslyn_is_seen_where_it_may_be() => AssertPresent(Roslyn(), SourcesUnder("Parsing"));

    [Theory]
    [InlineData("Specs")]
    [InlineData("Options")]
    [InlineData("Networks")]
    [InlineData("Cells")]
    [InlineData("Planning")]
    [InlineData("Parsing")]
    [InlineData("Diagnostics")]
    [InlineData("Kernels")]
    [InlineData("Emission")]
    [InlineData("Weights")]
    public void Instruction_set_types_occur_in_Dialects_alone(string folder) => AssertAbsent(InstructionSetTypes(), SourcesUnder(folder));

    [Fact]
    public void The_runtime_library_names_no_instruction_set() => AssertAbsent(InstructionSetTypes(), Sources(Repository.At("src", "LstmGen")));

    /// <summary>Who may see whom: of each folder, all that it may not.</summary>
    [Theory]
    [InlineData("Specs", "Networks|Options|Parsing|Cells|Planning|Kernels|Dialects|Emission|Pipeline|Weights|Diagnostics")]
    [InlineData("Networks", "Options|Parsing|Cells|Planning|Kernels|Dialects|Emission|Pipeline|Weights|Diagnostics")]
    [InlineData("Cells", "Networks|Options|Parsing|Planning|Kernels|Dialects|Emission|Pipeline|Weights|Diagnostics")]
    [InlineData("Planning", "Options|Parsing|Kernels|Dialects|Emission|Pipeline|Weights|Diagnostics")]
    [InlineData("Kernels", "Options|Parsing|Dialects|Emission|Pipeline|Weights|Diagnostics")]
    [InlineData("Dialects", "Options|Parsing|Cells|Kernels|Emission|Pipeline|Weights|Diagnostics")]
    [InlineData("Options", "Parsing|Cells|Planning|Kernels|Dialects|Emission|Pipeline|Weights")]
    [InlineData("Weights", "Parsing|Cells|Planning|Kernels|Dialects|Emission|Pipeline")]
    [InlineData("Emission", "Parsing|Pipeline|Diagnostics")]
    [InlineData("Parsing", "Cells|Planning|Kernels|Emission|Pipeline")]
    public void Imports_flow_one_way(string folder, string forbidden) => AssertAbsent(Layer(forbidden), SourcesUnder(folder));

    /// <summary>What a cell consists of stands in Cells, and which one is asked for in Options: between them it is data.</summary>
    [Theory]
    [InlineData("Networks")]
    [InlineData("Planning")]
    [InlineData("Kernels")]
    [InlineData("Emission")]
    public void No_gate_and_no_activation_is_named_where_cells_are_data(string folder) => AssertAbsent(PartsOfCells(), SourcesUnder(folder));

    [Fact]
    public void Planning_and_kernels_name_no_intrinsic()
    {
        AssertAbsent(VectorTypes(), SourcesUnder("Planning"));
        AssertAbsent(VectorTypes(), SourcesUnder("Kernels"));
    }

    /// <summary>Sizes are the plan's: emission reads no tuning and no facts of a machine but to say them, kernels no tuning.</summary>
    [Fact]
    public void Sizes_are_chosen_in_Planning_alone()
    {
        AssertAbsent(Sizes(), SourcesUnder("Emission").Where(file => Path.GetFileName(file) != "PlanText.cs"));
        AssertAbsent(TuningOrRegisters(), SourcesUnder("Kernels"));
        Assert.Equal("RowLayout.cs", Path.GetFileName(Assert.Single(Sources(Generator), file => RoundedTo16().IsMatch(File.ReadAllText(file)))));
    }

    /// <summary>Beyond that a typed form is heavier than the text it replaced.</summary>
    [Fact]
    public void The_typed_form_and_its_printer_stay_small()
    {
        Assert.InRange(SourcesUnder("Kernels/Form").Sum(Lines), 40, 92);
        Assert.InRange(Lines(Path.Combine(Generator, "Emission", "KernelPrinter.cs")), 60, 150);

        static int Lines(string file) => File.ReadLines(file).Count(line => !string.IsNullOrWhiteSpace(line));
    }

    [Fact]
    public void Dialects_know_nothing_of_cells() => AssertAbsent(CellTerms(), SourcesUnder("Dialects"));

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

    [GeneratedRegex(@"(?i:peephole|coupled)|\b(?i:sigmoid|tanh|forget)\b")]
    private static partial Regex PartsOfCells();

    [GeneratedRegex(@"\b(Tuning|Machine|Registers|ScalarsPerLoad|VectorsPerLoad)\b")]
    private static partial Regex Sizes();

    [GeneratedRegex(@"\b(Tuning|Registers)\b")]
    private static partial Regex TuningOrRegisters();

    [GeneratedRegex(@"\+ 15\b|\b~15\b|/ 16 \* 16")]
    private static partial Regex RoundedTo16();

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
