using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace LstmGen.Benchmarks.Processes;

/// <summary>Starts programs, pinned to one core where that is possible.</summary>
internal static class Launcher
{
    internal const string CpuVariable = "LSTMGEN_BENCH_CPU";

    /// <summary>Runs this program again with other arguments and gives the lines it printed.</summary>
    internal static List<string> Self(int cpu, IReadOnlyDictionary<string, string> environment, params string[] arguments)
        => Run(cpu, environment, [.. Program(Assembly.GetExecutingAssembly().Location), .. arguments]);

    /// <summary>The command that starts a managed program: as this one was started, by <c>dotnet</c> or by its own executable.</summary>
    internal static string[] Program(string assembly)
    {
        string executable = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        return Environment.ProcessPath is { } host && Path.GetFileName(host) is "dotnet" or "dotnet.exe"
            ? [host, assembly]
            : File.Exists(executable) ? [executable] : ["dotnet", assembly];
    }

    /// <summary>Runs a command and gives the lines it printed; its errors go where ours go.</summary>
    internal static List<string> Run(int cpu, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> command)
    {
        string[] full = cpu >= 0 && TaskSet is { } taskset ? [taskset, "-c", cpu.ToString(CultureInfo.InvariantCulture), .. command] : [.. command];
        var start = new ProcessStartInfo(full[0], full[1..]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment[CpuVariable] = cpu.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{full[0]} did not start.");
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        process.WaitForExit();
        return process.ExitCode == 0
            ? lines
            : throw new InvalidOperationException($"{string.Join(' ', full)} ended with code {process.ExitCode}; 0 was expected.");
    }

    /// <summary>In a started process: pins it where <c>taskset</c> could not.</summary>
    internal static void PinSelf()
    {
        if (TaskSet is null && (OperatingSystem.IsWindows() || OperatingSystem.IsLinux())
            && int.TryParse(Environment.GetEnvironmentVariable(CpuVariable), CultureInfo.InvariantCulture, out int cpu) && cpu is >= 0 and < 63)
        {
            Process.GetCurrentProcess().ProcessorAffinity = (nint)(1L << cpu);
        }
    }

    private static string? TaskSet { get; } = OperatingSystem.IsLinux()
        ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "taskset")).FirstOrDefault(File.Exists)
        : null;
}
