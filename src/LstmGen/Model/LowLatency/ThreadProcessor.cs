using System.Runtime.InteropServices;

namespace LstmGen;

/// <summary>Binds the current thread to a logical processor.</summary>
internal static partial class ThreadProcessor
{
    // What glibc's cpu_set_t holds.
    private const int MostOnLinux = 1024;
    private const int MostOnWindows = 64;

    /// <exception cref="ArgumentException">There is no such processor for this process.</exception>
    /// <exception cref="PlatformNotSupportedException">The system cannot.</exception>
    internal static void Bind(int processor)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsAndroid())
        {
            Span<ulong> set = stackalloc ulong[MostOnLinux / 64];
            set.Clear();
            if ((uint)processor >= MostOnLinux || !OnLinux(set, processor))
            {
                throw NoSuch(processor);
            }
        }
        else if (OperatingSystem.IsWindows())
        {
            if ((uint)processor >= MostOnWindows || SetThreadAffinityMask(GetCurrentThread(), (nuint)1 << processor) == 0)
            {
                throw NoSuch(processor);
            }
        }
        else
        {
            throw new PlatformNotSupportedException("Threads cannot be bound to processors on this system; Processors = null was expected.");
        }
    }

    private static bool OnLinux(Span<ulong> set, int processor)
    {
        set[processor / 64] = 1ul << (processor % 64);
        return SetAffinity(0, MostOnLinux / 8, ref MemoryMarshal.GetReference(set)) == 0;
    }

    private static ArgumentException NoSuch(int processor) => new($"A thread cannot be bound to processor {processor}: there is none of that number for this process.");

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    private static extern int SetAffinity(int thread, nint bytes, ref ulong set);

    [DllImport("kernel32")]
    private static extern nint GetCurrentThread();

    [DllImport("kernel32")]
    private static extern nuint SetThreadAffinityMask(nint thread, nuint mask);
}
