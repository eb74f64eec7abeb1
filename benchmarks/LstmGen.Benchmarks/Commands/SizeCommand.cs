using System.Globalization;
using LstmGen.Benchmarks.Footprint;
using LstmGen.Benchmarks.Reports;

namespace LstmGen.Benchmarks.Commands;

/// <summary>Bytes of source, IL and machine code that a 2 x 128 model costs.</summary>
internal static class SizeCommand
{
    private const int SourceBar = 400 * 1024;
    private const int IlBar = 30 * 1024;

    internal static int Run()
    {
        Console.WriteLine($"{MachineDescription.Text}\n");
        Sources();
        Il();
        foreach (string set in FootprintProgram.Run("sets").Single().Split(','))
        {
            MachineCode(set);
        }

        return 0;
    }

    private static void Sources()
    {
        List<SourceSize> sources = EmbeddedSources.Read(FootprintProgram.SymbolPath);
        var table = new MarkdownTable("generated source", "bytes");
        foreach (SourceSize source in sources.OrderByDescending(source => source.Bytes))
        {
            table.Add(source.Name, Text(source.Bytes));
        }

        Total("inference", sources.Where(source => !source.Name.Contains(".Training.", StringComparison.Ordinal)).Sum(source => source.Bytes));
        Total("training", sources.Where(source => source.Name.Contains(".Training.", StringComparison.Ordinal)).Sum(source => source.Bytes));

        void Total(string what, int bytes) => table.Add($"{what}, at most {Text(SourceBar)}: {(bytes <= SourceBar ? "yes" : "NO")}", Text(bytes));
        Console.WriteLine(table);
    }

    private static void Il()
    {
        List<(string Type, string Method, int Bytes, bool Hot)> methods = [.. FootprintProgram.Run("il").Select(line =>
        {
            LineReader fields = new(line, "il");
            return (fields.Text(), fields.Text(), fields.Int(), fields.Flag());
        })];
        var table = new MarkdownTable("IL", "methods", "bytes", "largest method", "its bytes");
        foreach (var type in methods.GroupBy(method => method.Type).OrderByDescending(type => type.Sum(method => method.Bytes)))
        {
            Add(type.Key[(type.Key.LastIndexOf('.') + 1)..], [.. type]);
        }

        Add($"total, a method at most {Text(IlBar)}: {(methods.Max(method => method.Bytes) <= IlBar ? "yes" : "NO")}", methods);
        Console.WriteLine(table);

        void Add(string name, List<(string Type, string Method, int Bytes, bool Hot)> some)
        {
            (string type, string method, int bytes, _) = some.MaxBy(one => one.Bytes);
            table.Add(name, $"{some.Count}", Text(some.Sum(one => one.Bytes)), $"{type[(type.LastIndexOf('.') + 1)..]}.{method}", Text(bytes));
        }
    }

    private static void MachineCode(string set)
    {
        string path = Path.GetTempFileName();
        try
        {
            FootprintProgram.Run(
                new Dictionary<string, string> { ["DOTNET_TieredCompilation"] = "0", ["DOTNET_JitStdOutFile"] = path, ["DOTNET_JitDisasmSummary"] = "1" },
                "exercise", set);
            List<CompiledMethod> methods = JitSummary.Read(path);
            var table = new MarkdownTable($"machine code, {set}", "methods", "bytes", "largest method", "its bytes");
            Add("generated", method => method.Type.StartsWith("LstmGen.Generated.", StringComparison.Ordinal) || method.Type.StartsWith("LstmGen.Footprint.Models.", StringComparison.Ordinal));
            Add("library, around the kernels", method => method.Type.StartsWith("LstmGen.Kernels.", StringComparison.Ordinal));
            Console.WriteLine(table);

            void Add(string name, Func<CompiledMethod, bool> some)
            {
                CompiledMethod[] chosen = [.. methods.Where(some)];
                CompiledMethod? largest = chosen.MaxBy(method => method.Bytes);
                table.Add(name, $"{chosen.Length}", Text(chosen.Sum(method => method.Bytes)), largest is null ? "" : $"{largest.Type[(largest.Type.LastIndexOf('.') + 1)..]}.{largest.Name}", Text(largest?.Bytes ?? 0));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Text(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
