namespace LstmGen.Benchmarks.Timing;

/// <summary>How long the threads of this process have waited for a core while others ran on it.</summary>
/// <remarks>Linux keeps the time, thread by thread; elsewhere it stays 0.</remarks>
internal static class ProcessRunQueue
{
    private const string Threads = "/proc/self/task";

    /// <summary>The sum over the threads that live now, in seconds.</summary>
    internal static double WaitedSeconds
        => Directory.Exists(Threads) ? Directory.EnumerateDirectories(Threads).Sum(OfThread) : 0;

    private static double OfThread(string thread)
    {
        try
        {
            string[] fields = File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ');
            return fields.Length > 1 && long.TryParse(fields[1], out long nanoseconds) ? nanoseconds * 1e-9 : 0;
        }
        catch (IOException)
        {
            return 0; // the thread has ended, or this Linux keeps no such figures
        }
    }
}
