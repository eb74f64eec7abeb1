using System.Globalization;
using System.Reflection;
using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Parsing;
using LstmGen.Generator.Specs;
using LstmGen.Training;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LstmGen.Generator.Tests.Diagnostics;

/// <summary>Each mistake is reported once, where it stands, and nothing is generated for its class.</summary>
public class DiagnosticTests
{
    public static TheoryData<DiagnosticCase> Cases => [.. DiagnosticCases.All];

    /// <summary>All but the language version, which is that of the whole project.</summary>
    public static TheoryData<DiagnosticCase> CasesOfOneClass => [.. DiagnosticCases.All.Where(each => each.Id != "LSTM007")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_reported_where_it_stands(DiagnosticCase mistake)
    {
        (string source, int start, int end) = Unmark(mistake.Source);
        GeneratorRun run = GeneratorHarness.Run(VersionFor(mistake.Id), source);

        Diagnostic reported = Assert.Single(run.Reported);
        Assert.Equal(mistake.Id, reported.Id);
        Assert.Equal(mistake.Message, reported.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(DiagnosticSeverity.Error, reported.Severity);
        Assert.Equal("/src/File0.cs", reported.Location.GetLineSpan().Path);
        Assert.Equal(source[start..end], source.Substring(reported.Location.SourceSpan.Start, reported.Location.SourceSpan.Length));
        Assert.Equal(start, reported.Location.SourceSpan.Start);
        Assert.Empty(run.Sources);
    }

    /// <summary>A mistake in one class must not cost the others their kernels.</summary>
    [Theory]
    [MemberData(nameof(CasesOfOneClass))]
    public void Other_models_are_generated_all_the_same(DiagnosticCase mistake)
    {
        GeneratorRun alone = GeneratorHarness.Run("[LstmGen.LstmModel(8, 2)] partial class Fine;");
        GeneratorRun run = GeneratorHarness.Run(Unmark(mistake.Source).Source, "[LstmGen.LstmModel(8, 2)] partial class Fine;");

        Assert.Equal(alone.Sources.Select(source => source.HintName), run.Sources.Select(source => source.HintName));
        Assert.Equal(alone.Sources.Select(source => source.SourceText.ToString()), run.Sources.Select(source => source.SourceText.ToString()));
    }

    [Fact]
    public void Several_mistakes_are_reported_together()
    {
        GeneratorRun run = GeneratorHarness.Run(
            "[LstmGen.LstmModel(0, 99, Unroll = (LstmGen.LstmUnroll)9)] static class M { static int Plan; }");

        Assert.Equal(
            ["LSTM001", "LSTM002", "LSTM003", "LSTM003", "LSTM004", "LSTM005"],
            run.Reported.Select(each => each.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_largest_sizes_are_accepted()
    {
        GeneratorRun run = GeneratorHarness.Run(
            "[LstmGen.LstmModel(4096, 1, 65536, 65536)] partial class Wide; [LstmGen.LstmModel(1, 16)] partial class Deep;");

        Assert.Empty(run.Reported);
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(512, true)]
    public void LSTM006_is_reported_at_the_option_that_causes_it(int hidden, bool expected)
    {
        const string Option = "Unroll = LstmGen.LstmUnroll.Full";
        string source = $"[LstmGen.LstmModel({hidden}, {Option})] partial class M;";
        GeneratorRun run = GeneratorHarness.Run(source);

        Assert.Equal(expected ? ["LSTM006"] : [], run.Reported.Select(each => each.Id));
        if (expected)
        {
            Diagnostic reported = run.Reported[0];
            Assert.Equal(Option, source.Substring(reported.Location.SourceSpan.Start, reported.Location.SourceSpan.Length));
            Assert.Contains(", at most ", reported.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.Empty(run.Sources);
        }
    }

    [Theory]
    [InlineData("AVX", "'AVX'")]
    [InlineData("AVX2;SSE;Portable;Neon2", "'SSE' and 'Neon2'")]
    [InlineData("AVX512#;all", "'AVX512#'")]
    public void LSTM019_is_reported_once_at_the_project_and_models_are_whole(string list, string unknown)
    {
        GeneratorRun run = GeneratorHarness.RunProject(
            [("_LstmGenKernelSets", list), ("_LstmGenProject", "/src/app.csproj")],
            "[LstmGen.LstmModel(8)] public partial class M;", "[LstmGen.LstmModel(4)] public partial class N;");

        Diagnostic reported = Assert.Single(run.Reported);
        Assert.Equal("LSTM019", reported.Id);
        Assert.Equal("/src/app.csproj", reported.Location.GetLineSpan().Path);
        Assert.Equal(
            $"LstmGenKernelSets names {unknown}; some of AVX-512, AVX2, NEON, Portable, or all was expected", reported.GetMessage(CultureInfo.InvariantCulture));
        Assert.Empty(run.Complaints);
    }

    /// <summary>The attribute of a library later than the generator.</summary>
    internal const string NewerAttribute = """
        namespace LstmGen;

        internal sealed class LstmModelAttribute(int hidden, int layers = 1, int input = 1, int output = 0) : System.Attribute
        {
            public int Sum => hidden + layers + input + output;
            public bool Shortcuts { get; set; }
            public int[]? Sizes { get; set; }
            public long Unroll { get; set; }
        }
        """;

    [Theory]
    [InlineData("Shortcuts = true", "Shortcuts")]
    [InlineData("Sizes = new[] { 1 }", "Sizes")]
    [InlineData("Sizes = null", "Sizes")]
    [InlineData("Unroll = 1", "Unroll")]
    [InlineData("output: 4", "output")]
    public void LSTM020_is_reported_for_an_argument_of_a_newer_library(string argument, string name)
    {
        string source = $"[LstmGen.LstmModel(8, {argument})] partial class M;";
        string attribute = name == "output" ? NewerAttribute.Replace("int output", "long output", StringComparison.Ordinal).Replace("Sum => ", "Sum => (int)", StringComparison.Ordinal) : NewerAttribute;
        GeneratorRun run = GeneratorHarness.Run(source, attribute);

        Diagnostic reported = Assert.Single(run.Reported);
        Assert.Equal("LSTM020", reported.Id);
        Assert.Equal(argument, source.Substring(reported.Location.SourceSpan.Start, reported.Location.SourceSpan.Length));
        Assert.Equal(
            $"{name} is an argument of [LstmModel] that this generator does not know: it is older than the library; use both of one LstmGen package",
            reported.GetMessage(CultureInfo.InvariantCulture));
        Assert.Empty(run.Sources);
    }

    /// <summary>The collision rules know every member of a generated half that a user could also declare.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void Every_generated_member_is_known_to_the_collision_rules(bool training, bool tokens)
    {
        string option = (training ? "" : ", Training = false") + (tokens ? ", Tokens = 3" : "");
        Assembly models = GeneratorHarness.Run(
            $"[LstmGen.LstmModel(8, 2, output: 4{option})] public partial class M; [LstmGen.LstmModel(8{option})] public partial class WithoutHead;").Load();
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        string[] declared =
        [
            .. ((string[])["M", "WithoutHead"]).SelectMany(name => models.GetType(name)!.GetMembers(Own)).Select(member => member.Name)
                .Where(name => !name.StartsWith("get_", StringComparison.Ordinal) && name[0] is not ('<' or '.')).Distinct(),
        ];
        GeneratedMembers known = Members(training, tokens);
        string[] methods =
        [
            .. models.GetType("M")!.GetMethods(Own).Where(method => method.IsPublic && !method.IsSpecialName)
                .Select(method => $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => Written(parameter.ParameterType)))})"),
        ];

        Assert.Equal(known.Methods.Order(StringComparer.Ordinal), methods.Order(StringComparer.Ordinal));
        Assert.Contains("Step", declared);
        Assert.Empty(declared.Except([.. known.Names, .. known.MethodNames]));
        Assert.Empty(known.Names.Concat(known.MethodNames).Except(declared));
    }

    private static string Written(Type type)
        => type.IsGenericType ? $"System.{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{Written(type.GetGenericArguments()[0])}>"
            : type == typeof(float) ? "float" : type == typeof(int) ? "int" : type == typeof(string) ? "string" : type.FullName!;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_member_of_the_interface_is_known_to_the_collision_rules(bool training)
    {
        IEnumerable<string> members = typeof(ILstmModel<>).GetMembers().Concat(typeof(ILstmStreamingModel<>).GetMembers()).Concat(training ? typeof(ILstmTrainable<>).GetMembers() : []).Select(member => member.Name)
            .Where(name => !name.StartsWith("get_", StringComparison.Ordinal)).Distinct();
        GeneratedMembers known = Members(training, tokens: false);

        Assert.Equal(
            members.Order(StringComparer.Ordinal),
            known.Names.Intersect(members).Concat(known.MethodNames).Order(StringComparer.Ordinal));
    }

    private static GeneratedMembers Members(bool training, bool tokens)
        => GeneratedMembers.Of(ModelSpec.Default(new("", default, "", "M", "M", "M")) with { Training = training, Tokens = tokens ? 3 : 0 });

    internal static (string Source, int Start, int End) Unmark(string marked)
    {
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        int end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        string source = marked.Remove(start, 2).Remove(end, 2);
        return (source, start, end);
    }

    private static LanguageVersion VersionFor(string id) => id == "LSTM007" ? LanguageVersion.CSharp11 : LanguageVersion.CSharp12;
}
