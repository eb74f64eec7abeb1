using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Processes;

namespace LstmGen.Benchmarks.Deployments;

/// <summary>Publishes a project of this source tree as a native program, for the instruction sets of this machine.</summary>
internal static class AotPublisher
{
    private static readonly string[] s_linkers = ["clang", "gcc"];

    /// <summary>The instruction sets as the compiler names them; empty for those it takes by itself.</summary>
    internal static string InstructionSet
        => RuntimeInformation.ProcessArchitecture != Architecture.X64 ? ""
            : Vector512.IsHardwareAccelerated ? "x86-64-v4"
            : Vector256.IsHardwareAccelerated ? "x86-64-v3" : "";

    /// <summary>Publishes into a folder.</summary>
    /// <param name="name">Of the project.</param>
    /// <param name="folder">Takes the program.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="PeerMissingException">There is no source tree or no linker, or the compiler failed.</exception>
    internal static string Publish(string name, string folder)
    {
        string project = SourceTree.Find($"benchmarks/{name}/{name}.csproj")
            ?? throw new PeerMissingException($"no folder above {AppContext.BaseDirectory} has benchmarks/{name}/{name}.csproj");
        List<string> options = [];
        if (!OperatingSystem.IsWindows())
        {
            string linker = Array.Find(s_linkers, IsInstalled) ?? throw new PeerMissingException($"NativeAOT needs a linker; neither {string.Join(" nor ", s_linkers)} was found");
            options.Add($"-p:CppCompilerAndLinker={linker}");
        }

        if (InstructionSet.Length > 0)
        {
            options.Add($"-p:IlcInstructionSet={InstructionSet}");
        }

        try
        {
            Launcher.Run(-1, new Dictionary<string, string>(), ["dotnet", "publish", project, "-c", "Release", "-o", folder, "-v", "q", "-nologo", .. options]);
        }
        catch (BenchmarkException exception)
        {
            throw new PeerMissingException(exception.Message);
        }

        return Path.Combine(folder, name + (OperatingSystem.IsWindows() ? ".exe" : ""));
    }

    private static bool IsInstalled(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
