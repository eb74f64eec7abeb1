using System.Text.RegularExpressions;

namespace LstmGen.Generator.Emission;

/// <summary>
/// Writes the names of types in full where generated code stands in a namespace of the user, whose own types would hide them.
/// </summary>
internal static class QualifiedNames
{
    private static readonly Dictionary<string, string> s_namespaces = new(StringComparer.Ordinal)
    {
        ["System"] = "ArgumentException ArgumentNullException ReadOnlySpan Span",
        ["System.Collections.Generic"] = "IReadOnlyList List",
        ["System.Runtime.CompilerServices"] = "MethodImpl MethodImplOptions Unsafe",
        ["System.Runtime.InteropServices"] = "MemoryMarshal",
        ["LstmGen"] = "ILstmModel LstmActivations LstmParameters LstmShape LstmState LstmWeights",
        ["LstmGen.Training"] = "ILstmTrainable LstmTape LstmTapeOptions",
        ["LstmGen.Training.Kernels"] = "LstmKernelTape LstmNoHead",
        ["LstmGen.Kernels"] = "ILstmHeadKernel ILstmLayerKernels LstmGuard LstmPackedWeights LstmRows LstmRunner",
    };

    private static readonly Dictionary<string, string> s_full = s_namespaces
        .SelectMany(pair => pair.Value.Split(' ').Select(name => (Name: name, Full: $"global::{pair.Key}.{name}")))
        .ToDictionary(pair => pair.Name, pair => pair.Full, StringComparer.Ordinal);

    private static readonly Regex s_names = new(
        $@"(?<![\w.:""@])({string.Join("|", s_full.Keys.OrderByDescending(name => name.Length))})(?!\w)", RegexOptions.CultureInvariant);

    /// <summary>The line with full names; comments stay as they are.</summary>
    internal static string Qualify(string line)
        => line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? line : s_names.Replace(line, match => s_full[match.Value]);
}
