using System.Diagnostics;

namespace LstmGen.Samples;

/// <summary>What a run took: minutes of training, by the clock and of all processors together, and the most memory the program had.</summary>
internal sealed class RunFacts
{
    private const double MiB = 1 << 20;

    /// <summary>Training by the clock.</summary>
    public TimeSpan Clock { get; private set; }

    /// <summary>Training, of all threads of the program together.</summary>
    public TimeSpan Processors { get; private set; }

    /// <summary>The most memory the program had, MiB; 0 where the system does not tell.</summary>
    public static double PeakMebibytes
    {
        get
        {
            using Process process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 / MiB;
        }
    }

    /// <summary>Adds what this takes, also where it throws.</summary>
    public T Measure<T>(Func<T> training)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan processors = Environment.CpuUsage.TotalTime;
        try
        {
            return training();
        }
        finally
        {
            Clock += Stopwatch.GetElapsedTime(start);
            Processors += Environment.CpuUsage.TotalTime - processors;
        }
    }

    public override string ToString()
    {
        string training = Clock == TimeSpan.Zero ? "No training"
            : FormattableString.Invariant($"Training {Clock.TotalMinutes:F2} minutes ({Processors.TotalMinutes:F2} of processors)");
        return PeakMebibytes is > 0 and double peak ? FormattableString.Invariant($"{training}; at most {peak:F0} MiB of memory.") : $"{training}.";
    }
}
