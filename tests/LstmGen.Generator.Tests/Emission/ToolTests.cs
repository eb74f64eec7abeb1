using System.CodeDom.Compiler;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using LstmGen.Generator.Tests.Weights;

namespace LstmGen.Generator.Tests.Emission;

/// <summary>Tools tell generated code from the user's: coverage leaves it out, metrics do not count it, and it says which version wrote it.</summary>
public class ToolTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData("[LstmGen.LstmModel(2)] public partial class M;", WeightCases.Fits)]
    [InlineData("[LstmGen.LstmModel(2, 2, 3, 4)] public partial class M;", null)]
    public void Everything_generated_with_code_is_marked(string source, string? weights)
    {
        GeneratorRun run = GeneratorHarness.Run(weights is null ? [] : [new WeightItem("M", WeightFiles.Of(weights))], source);
        Assembly assembly = run.Load();

        string[] unmarked = [.. assembly.GetTypes()
            .Where(type => type.Namespace == "LstmGen.Generated" || type.FullName == "M" || type.FullName!.StartsWith("M+", StringComparison.Ordinal))
            .SelectMany(Unmarked)];
        Assert.Empty(unmarked);
    }

    [Fact]
    public void What_the_user_wrote_is_not_marked()
    {
        GeneratorRun run = GeneratorHarness.Run("[LstmGen.LstmModel(2)] public partial class M { public int Mine() => 1; static readonly int s_mine = 2; public int Sum => s_mine; }");
        Type model = run.Load().GetType("M")!;

        Assert.False(IsMarked(model));
        Assert.False(IsMarked(model.GetMethod("Mine")!));
        Assert.False(IsMarked(model.GetProperty("Sum")!));
    }

    /// <summary>Members without the marks, in types without them; an initialiser of a static field is code of the class itself.</summary>
    private static IEnumerable<string> Unmarked(Type type)
    {
        for (Type? outer = type; outer is not null; outer = outer.DeclaringType)
        {
            if (IsMarked(outer))
            {
                return [];
            }
        }

        IEnumerable<MemberInfo> accessors = type.GetProperties(Declared).SelectMany(property => property.GetAccessors(nonPublic: true));
        return type.GetMembers(Declared)
            .Where(member => member is MethodBase or PropertyInfo)
            .Except(accessors)
            .Where(member => !IsMarked(member))
            .Select(member => $"{type}: {member}");
    }

    private static bool IsMarked(MemberInfo member)
        => member.GetCustomAttribute<ExcludeFromCodeCoverageAttribute>(inherit: false) is not null
            && member.GetCustomAttribute<GeneratedCodeAttribute>(inherit: false) is { Tool: "LstmGen.Generator", Version.Length: > 0 };
}
