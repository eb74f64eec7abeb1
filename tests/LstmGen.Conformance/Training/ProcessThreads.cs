using System.Diagnostics;

namespace LstmGen.Conformance.Training;

/// <summary>The threads of this process, whoever started them.</summary>
internal static class ProcessThreads
{
    internal static int Count()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }
}
