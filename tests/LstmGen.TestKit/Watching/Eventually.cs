using System.Diagnostics;

namespace LstmGen.TestKit.Watching;

/// <summary>What collections and other threads bring about in their own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Collects until the condition holds; false if it never does.</summary>
    internal static bool Is(Func<bool> condition)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Limit; Thread.Sleep(20))
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            if (condition())
            {
                return true;
            }
        }

        return false;
    }
}
