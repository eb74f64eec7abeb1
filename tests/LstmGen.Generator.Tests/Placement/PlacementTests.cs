using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LstmGen.Generator.Tests.Placement;

/// <summary>Wherever a model class stands and whatever it is called, its generated half compiles and loads.</summary>
public class PlacementTests
{
    public static TheoryData<string, string> Placements => new()
    {
        { "M", "[LstmGen.LstmModel(1)] public partial class M;" },
        { "A.B.M", "namespace A.B; [LstmGen.LstmModel(1)] public sealed partial class M;" },
        { "A.B.M", "namespace A { namespace B { [LstmGen.LstmModel(1)] internal partial class M { } } }" },
        { "A.M", "using LstmGen; namespace A { [LstmModel(1)] partial class M { } }" },
        { "Outer+M", "public partial class Outer { [LstmGen.LstmModel(1)] public partial class M; }" },
        { "A.S+I+M", "namespace A; partial struct S { partial interface I { [LstmGen.LstmModel(1)] partial class M; } }" },
        { "R+M", "partial record R(int X) { [LstmGen.LstmModel(1)] private partial class M; }" },
        { "R+M", "readonly partial record struct R(int X) { [LstmGen.LstmModel(1)] private partial class M; }" },
        { "C+M", "public static partial class C { [LstmGen.LstmModel(1)] internal sealed partial class M; }" },
        { "C+M", "public partial class C { [LstmGen.LstmModel(1)] protected internal partial class M; }" },
        { "C+M", "public partial class C { [LstmGen.LstmModel(1)] private protected partial class M; }" },
        { "Q+M", "ref partial struct Q { [LstmGen.LstmModel(1)] public partial class M; }" },
        { "M", "[LstmGen.LstmModel(1)] public partial record M;" },
        { "M", "[LstmGen.LstmModel(1)] public sealed partial record class M { public int Extra { get; init; } }" },
        { "class", "[LstmGen.LstmModel(1)] public partial class @class;" },
        { "namespace.event+params", "namespace @namespace; partial class @event { [LstmGen.LstmModel(1)] public partial class @params; }" },
        { "record", "#pragma warning disable CS8860, CS8981\n[LstmGen.LstmModel(1)] public partial class @record;" },
        { "required", "#pragma warning disable CS8981\n[LstmGen.LstmModel(1)] public partial class @required;" },
        { "Größe.Modèle", "namespace Größe; [LstmGen.LstmModel(1)] public partial class Modèle;" },
        { "M", "[LstmGen.LstmModel(1)] public partial class M : System.IDisposable { public void Dispose() { } }" },
        { "M", "public class B { protected B() { } }\n[LstmGen.LstmModel(1)] public partial class M : B { public M(int seed) : this(LstmGen.LstmWeights.Random((ulong)seed)) { } }" },
        { "M", "public partial class M { public int Step(int x) => x; public void Run() { } public static void Create<T>(LstmGen.LstmWeights w) { } }\n[LstmGen.LstmModel(1)] partial class M { }" },
        { "M", "using Shape = LstmGen.LstmModelAttribute;\n[Shape(1)] public partial class M;" },
        { "A.M", "namespace A; static class System { } static class LstmGen { } [global::LstmGen.LstmModel(1, 1, 1, 2)] public partial class M;" },
        { "M", "global using Vector = System.String; global using Math = System.Int32;\n[LstmGen.LstmModel(1, 1, 1, 2)] public partial class M;" },
    };

    [Theory]
    [MemberData(nameof(Placements))]
    public void Compiles_without_a_complaint(string metadataName, string source)
    {
        GeneratorRun run = GeneratorHarness.Run(WithDocumentationOff(source));

        Assert.Empty(run.Reported);
        Assert.Empty(run.Complaints);
        Type model = run.Load().GetType(metadataName, throwOnError: true)!;
        Assert.Contains(model.GetInterfaces(), type => type.IsGenericType
            && type.GetGenericTypeDefinition() == typeof(ILstmModel<>) && type.GetGenericArguments()[0] == model);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.Latest)]
    [InlineData(LanguageVersion.Preview)]
    public void Compiles_as_every_supported_language_version(LanguageVersion version)
    {
        GeneratorRun run = GeneratorHarness.Run(version, WithDocumentationOff("[LstmGen.LstmModel(5, 2, 3, 4)] public partial class M;"));

        Assert.Empty(run.Reported);
        Assert.Empty(run.Complaints);
    }

    [Fact]
    public void A_class_in_several_files_is_one_model()
    {
        GeneratorRun run = GeneratorHarness.Run(
            WithDocumentationOff("namespace A; public partial class M { private int _x; public int X => _x++; }"),
            WithDocumentationOff("namespace A; [LstmGen.LstmModel(1)] partial class M;"),
            WithDocumentationOff("namespace A; sealed partial class M { }"));

        Assert.Empty(run.Complaints);
        Assert.Single(run.Sources, source => source.HintName == "A.M.g.cs");
    }

    [Fact]
    public void An_attribute_on_two_parts_is_the_compilers_error_alone()
    {
        GeneratorRun run = GeneratorHarness.Run(
            WithDocumentationOff("[LstmGen.LstmModel(1)] partial class M;"),
            WithDocumentationOff("[LstmGen.LstmModel(16)] partial class M;"));

        Assert.Empty(run.Reported);
        Assert.Equal("CS0579", Assert.Single(run.Complaints).Id);
        Assert.Single(run.Sources, source => source.HintName == "M.g.cs");
    }

    [Fact]
    public void Names_that_differ_in_case_alone_get_files_of_their_own()
    {
        GeneratorRun run = GeneratorHarness.Run(WithDocumentationOff(
            "namespace A { [LstmGen.LstmModel(1)] partial class Model; [LstmGen.LstmModel(1)] partial class MODEL; } namespace B { [LstmGen.LstmModel(1)] partial class Model; }"));

        Assert.Empty(run.Complaints);
        string[] names = [.. run.Sources.Select(source => source.HintName).Where(name => name.Contains("odel", StringComparison.OrdinalIgnoreCase)).Where(name => name[1] == '.')];
        Assert.Equal(["A.MODEL-1.Training.g.cs", "A.MODEL-1.g.cs", "A.Model-2.Training.g.cs", "A.Model-2.g.cs", "B.Model.Training.g.cs", "B.Model.g.cs"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_struct_is_the_compilers_error_alone()
    {
        GeneratorRun run = GeneratorHarness.Run("[LstmGen.LstmModel(1)] partial record struct S;", "[LstmGen.LstmModel(1)] partial struct T;");

        Assert.Empty(run.Reported);
        Assert.Empty(run.Sources);
        Assert.Equal(["CS0592", "CS0592"], run.Complaints.Select(each => each.Id));
    }

    [Theory]
    [InlineData("[LstmGen.LstmModel] partial class M;")]
    [InlineData("[LstmGen.LstmModel(\"8\")] partial class M;")]
    [InlineData("[LstmGen.LstmModel(hidden: Missing.Name)] partial class M;")]
    [InlineData("[LstmGen.LstmModel(8, Bias = 3)] partial class M;")]
    [InlineData("[LstmGen.LstmModel(8, Unroll = \"Full\")] partial class M;")]
    [InlineData("[LstmGen.LstmModel(8, Nothing = true)] partial class M;")]
    [InlineData("[LstmGen.LstmModel(] partial class M;")]
    public void A_malformed_attribute_is_the_compilers_error_alone(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);

        Assert.Empty(run.Reported);
        Assert.Contains(run.Complaints, each => each.Severity == DiagnosticSeverity.Error);
        Assert.Empty(run.GeneratedComplaints);
    }

    [Fact]
    public void Accessibility_and_sealing_are_repeated()
    {
        GeneratorRun run = GeneratorHarness.Run(
            "partial class C { [LstmGen.LstmModel(1)] protected internal sealed partial class M; }");

        Assert.Contains("protected internal sealed partial class M", run.Text("C+M.g.cs"));
    }

    [Fact]
    public void Public_models_are_documented()
    {
        GeneratorRun run = GeneratorHarness.Run(
            """
            /// <summary>A model.</summary>
            [LstmGen.LstmModel(5, 2, 3, 4)]
            public partial class M;
            """);

        Assert.Empty(run.Complaints);
    }

    /// <summary>These sources are not about comments on the user's own half.</summary>
    internal static string WithDocumentationOff(string source) => "#pragma warning disable CS1591\n" + source;
}
