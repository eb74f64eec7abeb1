using LstmGen.Benchmarks.Processes;

namespace LstmGen.Benchmarks.Footprint;

/// <summary>The program with one model of 2 x 128 units, started afresh for each question.</summary>
internal static class FootprintProgram
{
    private const string Name = "LstmGen.Footprint";

    internal static string SymbolPath => Path.Combine(AppContext.BaseDirectory, Name + ".pdb");

    /// <summary>Runs it and gives the lines it printed.</summary>
    internal static List<string> Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
        => Launcher.Run(-1, environment, [.. Launcher.Program(Path.Combine(AppContext.BaseDirectory, Name + ".dll")), .. arguments]);

    internal static List<string> Run(params string[] arguments) => Run(new Dictionary<string, string>(), arguments);
}
