using System.Diagnostics;

namespace LstmGen.Benchmarks.Timing;

/// <summary>Elapsed seconds at the full resolution of the clock; a TimeSpan would round to 100 ns.</summary>
internal readonly struct Clock
{
    private readonly long _start;

    private Clock(long start) => _start = start;

    internal double Seconds => (Stopwatch.GetTimestamp() - _start) / (double)Stopwatch.Frequency;

    internal static Clock Start() => new(Stopwatch.GetTimestamp());
}
