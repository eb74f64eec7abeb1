using System.Globalization;
using System.Reflection;
using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Parsing;
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

    /// <summary>The collision rules know every member of a generated half that a user could also declare.</summary>
    [Fact]
    public void Every_generated_member_is_known_to_the_collision_rules()
    {
        Assembly models = GeneratorHarness.Run(
            "[LstmGen.LstmModel(8, 2, 3, 4)] public partial class M; [LstmGen.LstmModel(8)] public partial class WithoutHead;").Load();
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        string[] declared =
        [
            .. ((string[])["M", "WithoutHead"]).SelectMany(name => models.GetType(name)!.GetMembers(Own)).Select(member => member.Name)
                .Where(name => !name.StartsWith("get_", StringComparison.Ordinal) && name[0] is not ('<' or '.')).Distinct(),
        ];

        Assert.Contains("Step", declared);
        Assert.Empty(declared.Except([.. GeneratedMembers.Names, .. GeneratedMembers.MethodNames]));
        Assert.Empty(GeneratedMembers.Names.Concat(GeneratedMembers.MethodNames).Except(declared));
    }

    [Fact]
    public void Every_member_of_the_interface_is_known_to_the_collision_rules()
    {
        IEnumerable<string> members = typeof(ILstmModel<>).GetMembers().Concat(typeof(ILstmTrainable<>).GetMembers()).Select(member => member.Name)
            .Where(name => !name.StartsWith("get_", StringComparison.Ordinal)).Distinct();

        Assert.Equal(
            members.Order(StringComparer.Ordinal),
            GeneratedMembers.Names.Intersect(members).Concat(GeneratedMembers.MethodNames).Order(StringComparer.Ordinal));
    }

    internal static (string Source, int Start, int End) Unmark(string marked)
    {
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        int end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        string source = marked.Remove(start, 2).Remove(end, 2);
        return (source, start, end);
    }

    private static LanguageVersion VersionFor(string id) => id == "LSTM007" ? LanguageVersion.CSharp11 : LanguageVersion.CSharp12;
}
