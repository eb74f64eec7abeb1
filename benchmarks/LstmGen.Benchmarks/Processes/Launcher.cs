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
        => Self(cpu >= 0 ? [cpu] : [], environment, arguments);

    /// <summary>The same on several cores; on any where there are none.</summary>
    internal static List<string> Self(IReadOnlyList<int> cpus, IReadOnlyDictionary<string, string> environment, params string[] arguments)
        => Run(cpus, environment, [.. Program(Assembly.GetExecutingAssembly().Location), .. arguments]);

    /// <summary>The command that starts a managed program: as this one was started, by <c>dotnet</c> or by its own executable.</summary>
    internal static string[] Program(string assembly)
    {
        string executable = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        return Environment.ProcessPath is { } host && Path.GetFileName(host) is "dotnet" or "dotnet.exe"
            ? [host, assembly]
            : File.Exists(executable) ? [executable] : ["dotnet", assembly];
    }

    /// <summary>This program with other arguments, ready to be started on some cores; on any where there are none.</summary>
    internal static ProcessStartInfo SelfOn(IReadOnlyList<int> cpus, IReadOnlyDictionary<string, string> environment, params string[] arguments)
        => Prepare(cpus, environment, [.. Program(Assembly.GetExecutingAssembly().Location), .. arguments]);

    /// <summary>Runs a command and gives the lines it printed; its errors go where ours go.</summary>
    internal static List<string> Run(int cpu, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> command)
        => Run(cpu >= 0 ? [cpu] : [], environment, command);

    private static List<string> Run(IReadOnlyList<int> cpus, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> command)
    {
        ProcessStartInfo start = Prepare(cpus, environment, command);
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        process.WaitForExit();
        return process.ExitCode == 0
            ? lines
            : throw new BenchmarkException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with code {process.ExitCode}; 0 was expected.");
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

    private static ProcessStartInfo Prepare(IReadOnlyList<int> cpus, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> command)
    {
        string[] full = cpus.Count > 0 && TaskSet is { } taskset ? [taskset, "-c", string.Join(',', cpus), .. command] : [.. command];
        var start = new ProcessStartInfo(full[0], full[1..]) { UseShellExecute = false };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment[CpuVariable] = (cpus.Count == 1 ? cpus[0] : -1).ToString(CultureInfo.InvariantCulture);
        return start;
    }

    private static string? TaskSet { get; } = OperatingSystem.IsLinux()
        ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "taskset")).FirstOrDefault(File.Exists)
        : null;
}
