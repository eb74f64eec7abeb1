using System.Diagnostics;

namespace LstmGen.TestKit.Watching;

/// <summary>The threads of this process that tapes started; where an operating system does not tell their names, all threads.</summary>
internal static class TapeThreads
{
    private const string Tasks = "/proc/self/task";
    private const string Name = "LstmTape";

    internal static int Count()
    {
        if (Directory.Exists(Tasks))
        {
            return Directory.EnumerateDirectories(Tasks).Count(task => NameOf(task).StartsWith(Name, StringComparison.Ordinal));
        }

        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    /// <summary>The number once the threads of tests before have ended.</summary>
    internal static int Settled()
    {
        int threads = Count();
        Eventually.Is(() => threads == (threads = Count()));
        return threads;
    }

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm"));
        }
        catch (IOException)
        {
            return ""; // ended since it was listed
        }
    }
}
