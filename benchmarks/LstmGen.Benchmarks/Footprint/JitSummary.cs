using System.Globalization;
using System.Text.RegularExpressions;

namespace LstmGen.Benchmarks.Footprint;

/// <summary>A method that the just-in-time compiler compiled.</summary>
internal sealed record CompiledMethod(string Type, string Name, string Tier, int Bytes);

/// <summary>Reads the list that DOTNET_JitStdOutFile and DOTNET_JitDisasmSummary=1 write.</summary>
internal static partial class JitSummary
{
    internal static List<CompiledMethod> Read(string path)
    {
        var methods = new List<CompiledMethod>();
        foreach (string line in File.ReadLines(path))
        {
            Match match = Line().Match(line);
            if (match.Success)
            {
                string tier = match.Groups["tier"].Value;
                methods.Add(new(match.Groups["type"].Value, match.Groups["name"].Value, tier, int.Parse(match.Groups["size"].Value, CultureInfo.InvariantCulture)));
            }
            else if (line.Contains("JIT compiled", StringComparison.Ordinal))
            {
                throw new FormatException($"{path}: the line '{line}' has no type, name, tier and code size; those of a compiled method were expected.");
            }
        }

        return methods.Count > 0 ? methods : throw new FormatException($"{path} lists no compiled method; at least one was expected.");
    }

    [GeneratedRegex(@"JIT compiled (?<type>[^:(]+):(?<name>[^(\[]+).*\[(?<tier>[^,\]]+).*code size=(?<size>\d+)")]
    private static partial Regex Line();
}
