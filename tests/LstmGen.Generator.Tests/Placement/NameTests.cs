using LstmGen.Generator.Tests.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LstmGen.Generator.Tests.Placement;

/// <summary>
/// A project may use every name that generated code uses, for types of its own: beside the model, as the model, as its namespace, as a
/// type around it and as one inside it. The names are read off generated code, so that a new one is tried as soon as it is written.
/// </summary>
public class NameTests
{
    private const string Model = "[global::LstmGen.LstmModel(1, 2, 1, 1)]";

    private static readonly Lazy<Used> s_used = new(Collect);

    [Fact]
    public void Names_are_found() => Assert.Superset(
        new HashSet<string>(["Span", "List", "Unsafe", "Vector512", "Avx2", "Fma", "AdvSimd", "LstmState", "LstmGuard", "MethodImplAttribute", "System"]),
        new HashSet<string>(s_used.Value.All));

    [Fact]
    public void Types_beside_the_model_may_have_them()
        => Compiles($"namespace A {{ {Declare(s_used.Value.All)} {Model} public partial class M; }}");

    [Fact]
    public void Types_of_the_global_namespace_may_have_them()
        => Compiles($"{Declare(s_used.Value.Types)} {Model} public partial class M;");

    [Fact]
    public void Types_of_a_project_that_extends_this_namespace_may_have_them()
        => Compiles($"namespace LstmGen {{ {Declare(s_used.Value.All.Where(name => !IsOfTheLibrary(name)))} {Model} public partial class M; }}");

    [Fact]
    public void Global_usings_may_bring_them()
        => Compiles($"global using B; namespace B {{ {Declare(s_used.Value.Types)} }} namespace A {{ {Model} public partial class M; }}");

    [Fact]
    public void The_model_may_have_them()
        => Compiles(Each(s_used.Value.All, (name, index) => $"namespace A{index} {{ {Model} public partial class {name}; }}"));

    [Fact]
    public void Its_namespace_may_have_them()
        => Compiles(Each(s_used.Value.Types, (name, index) => $"namespace {name} {{ {Model} public partial class M{index}; }}"));

    [Fact]
    public void A_part_of_its_namespace_may_have_them()
        => Compiles(Each(s_used.Value.All, (name, index) => $"namespace A.{name} {{ {Model} public partial class M{index}; }}"));

    [Fact]
    public void Types_around_it_may_have_them()
        => Compiles(Each(s_used.Value.All, (name, index) => $"namespace A{index} {{ public partial class {name} {{ {Model} public partial class M; }} }}"));

    [Fact]
    public void Types_inside_it_may_have_them()
        => Compiles($"{Model} public partial class M {{ {Declare(s_used.Value.All)} }}");

    [Fact]
    public void Types_that_its_base_inherits_may_have_them()
        => Compiles($"public class B {{ {Declare(s_used.Value.All)} }} {Model} public partial class M : B;");

    private static void Compiles(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(
            [new WeightItem("M", WeightFiles.Of("weight_ih_l0 F32 [4, 1]"))], "#pragma warning disable CS1591, CS0108, CS0693, CS8981\n" + source);

        // With weights: Pretrained is generated although they do not fit.
        string complaints = string.Join("\n", run.Complaints.Where(Counts).Select(each => each.ToString()).Distinct().Take(20));
        Assert.True(complaints == "", complaints);

        bool Counts(Diagnostic each) => each.Severity == DiagnosticSeverity.Error || (each.Location.SourceTree is { } tree && !run.Input.ContainsSyntaxTree(tree));
    }

    /// <summary>Without and with type parameters, since these tell names apart.</summary>
    private static string Declare(IEnumerable<string> names)
        => string.Join("\n", names.Select(name => $"public class {name} {{ }} public class {name}<T1> {{ }} public class {name}<T1, T2> {{ }} public class {name}<T1, T2, T3> {{ }}"));

    private static string Each(IEnumerable<string> names, Func<string, int, string> source) => string.Join("\n", names.Select(source));

    private static bool IsOfTheLibrary(string name)
        => typeof(LstmModelAttribute).Assembly.GetTypes().Any(type => type.Namespace == "LstmGen" && type.Name.Split('`')[0] == name)
            || name is "Kernels" or "Training" or "Generated";

    private static Used Collect()
    {
        GeneratorRun run = GeneratorHarness.Run(
            "#pragma warning disable CS1591\n" + "[LstmGen.LstmModel(12, 2, 3, 2, Peepholes = true)] public partial class M; [LstmGen.LstmModel(64)] public partial class Large;");
        var types = new SortedSet<string>(StringComparer.Ordinal);
        var namespaces = new SortedSet<string>(StringComparer.Ordinal);
        foreach (SyntaxTree tree in run.Output.SyntaxTrees.Where(tree => !run.Input.ContainsSyntaxTree(tree)))
        {
            SemanticModel model = run.Output.GetSemanticModel(tree);
            // Words of the language that are no keywords: a type called so is the compiler's own warning.
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>().Where(name => name.Identifier.Text is not ("var" or "nint")))
            {
                ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
                if (symbol is IMethodSymbol { MethodKind: MethodKind.Constructor })
                {
                    symbol = symbol.ContainingType;
                }

                if (symbol is INamespaceSymbol { IsGlobalNamespace: false })
                {
                    namespaces.Add(symbol.Name);
                }
                else if (symbol is INamedTypeSymbol && !SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, run.Output.Assembly))
                {
                    types.Add(name.Identifier.Text);
                    types.Add(symbol.Name);
                }
            }
        }

        types.ExceptWith(namespaces);
        return new Used([.. types], [.. namespaces]);
    }

    private sealed record Used(string[] Types, string[] Namespaces)
    {
        internal IEnumerable<string> All => [.. Types, .. Namespaces];
    }
}
