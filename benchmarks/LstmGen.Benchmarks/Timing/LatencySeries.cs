using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LstmGen.Benchmarks.Timing;

/// <summary>Many calls of one thing, each timed on its own, a chunk at a time. What reading the clock takes is part of each time.</summary>
internal sealed class LatencySeries
{
    private const int WarmUp = 50;
    private readonly Action _call;
    private readonly int[] _ticks;
    private int _taken;

    /// <param name="call">What is timed.</param>
    /// <param name="capacity">Calls that can be timed.</param>
    internal LatencySeries(Action call, int capacity)
    {
        _call = call;
        _ticks = new int[capacity];
        _ticks.AsSpan().Fill(-1); // so that the memory is there before the clock starts
    }

    /// <summary>Bytes that this thread allocated in the calls, those of the warm-up included.</summary>
    internal long Allocated { get; private set; }

    /// <summary>Garbage collections in the calls.</summary>
    internal int Collections { get; private set; }

    /// <summary>Times so many more calls, after a few that bring back what others took from the caches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run(int count)
    {
        Span<int> ticks = _ticks.AsSpan(_taken, count);
        Action call = _call;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        int collections = GC.CollectionCount(0); // a collection of an older generation counts here too
        for (int i = 0; i < WarmUp; i++)
        {
            call();
        }

        for (int i = 0; i < ticks.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            call();
            ticks[i] = (int)Math.Min(int.MaxValue, Stopwatch.GetTimestamp() - start);
        }

        Allocated += GC.GetAllocatedBytesForCurrentThread() - allocated;
        Collections += GC.CollectionCount(0) - collections;
        _taken += count;
    }

    /// <summary>Nanoseconds that a part of the calls did not exceed: the smallest time that is at least as long as that part of them.</summary>
    /// <param name="parts">For example 0.5 and 0.99.</param>
    internal double[] Percentiles(params ReadOnlySpan<double> parts)
    {
        int[] sorted = _ticks[.._taken];
        Array.Sort(sorted);
        var values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            values[i] = Nanoseconds(sorted[Math.Max(0, (int)Math.Ceiling(parts[i] * sorted.Length) - 1)]);
        }

        return values;
    }

    /// <summary>The longest time of each block of so many calls, in nanoseconds; calls past the last full block are left out.</summary>
    internal double[] Worst(int block)
        => [.. _ticks.Take(_taken).Chunk(block).Where(calls => calls.Length == block).Select(calls => Nanoseconds(calls.Max()))];

    private static double Nanoseconds(int ticks) => ticks * 1e9 / Stopwatch.Frequency;
}
