using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Specs;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LstmGen.Generator.Parsing;

/// <summary>The instruction sets that kernels are written for: a property of the project. LstmGen.KernelSets.targets makes it visible.</summary>
/// <param name="Dialects">The sets, best first; the portable one, which runs everywhere, is always the last.</param>
/// <param name="Unknown">Names that no set has.</param>
/// <param name="Project">The project file.</param>
internal sealed record KernelSets(EquatableArray<Dialect> Dialects, EquatableArray<string> Unknown, string Project)
{
    private const string All = "all";

    private static readonly char[] s_separators = [';', ',', ' ', '\t', '\r', '\n'];

    internal static KernelSets Read(AnalyzerConfigOptionsProvider provider)
        => Of(Property(provider, "_LstmGenKernelSets"), Property(provider, "RuntimeIdentifier"), Property(provider, "_LstmGenProject"));

    /// <summary>The sets that a list names; where it names none, those that processors of a runtime identifier can have.</summary>
    internal static KernelSets Of(string list, string runtimeIdentifier, string project = "")
    {
        string[] names = list.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
        string[] unknown = [.. names.Where(name => !Equal(name, All) && !Dialect.All.Any(dialect => Equal(name, dialect.Name)))];
        IEnumerable<Dialect> wanted = names.Length == 0 ? RuntimeIdentifiers.Sets(runtimeIdentifier)
            : Dialect.All.Where(dialect => dialect.Architectures is null || names.Any(name => Equal(name, All) || Equal(name, dialect.Name)));
        return new(new([.. wanted]), new(unknown), project);
    }

    /// <summary>LSTM019.</summary>
    internal IEnumerable<DiagnosticInfo> Faults()
        => Unknown.Count == 0 ? [] :
        [
            new(
                DiagnosticDescriptors.UnknownKernelSet, new(Project, default(TextSpan), default(LinePositionSpan)),
                new([string.Join(" and ", Unknown.Select(name => $"'{name}'")), string.Join(", ", Dialect.All.Select(dialect => dialect.Name))])),
        ];

    private static bool Equal(string a, string b) => StringComparer.OrdinalIgnoreCase.Equals(a, b);

    private static string Property(AnalyzerConfigOptionsProvider provider, string name)
        => provider.GlobalOptions.TryGetValue($"build_property.{name}", out string? value) ? Uri.UnescapeDataString(value) : "";
}
