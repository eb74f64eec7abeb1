using System.Diagnostics;
using System.Runtime.CompilerServices;
using HdrHistogram;

namespace LstmGen.Benchmarks.Timing;

/// <summary>
/// Many calls of one thing, each timed on its own, a chunk at a time, counted in a histogram after the clock of the chunk. What reading the clock takes is part of each time.
/// </summary>
internal sealed class LatencySeries
{
    private const int WarmUp = 50;
    private const int Digits = 4; // of a time: at most 0.01 % away from it
    private static readonly long s_longest = 60 * Stopwatch.Frequency;
    private readonly Action _call;
    private readonly int _block;
    private readonly long[] _ticks;
    private readonly LongHistogram _histogram = new(s_longest, Digits);
    private readonly List<double> _worst = [];
    private long _longest;

    /// <param name="call">What is timed.</param>
    /// <param name="chunk">Calls of a chunk.</param>
    /// <param name="block">Calls, a multiple of a chunk's, of which <see cref="Worst"/> gives the longest.</param>
    internal LatencySeries(Action call, int chunk, int block)
    {
        (_call, _block) = (call, block);
        _ticks = new long[chunk];
        _ticks.AsSpan().Fill(-1); // so that the memory is there before the clock starts
    }

    /// <summary>Bytes that this thread allocated in the calls, those of the warm-up included.</summary>
    internal long Allocated { get; private set; }

    /// <summary>Garbage collections in the calls.</summary>
    internal int Collections { get; private set; }

    /// <summary>The longest time of each full block, in nanoseconds.</summary>
    internal IReadOnlyList<double> Worst => _worst;

    /// <summary>Times a chunk of calls, after a few that bring back what others took from the caches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run()
    {
        Span<long> ticks = _ticks;
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
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        Allocated += GC.GetAllocatedBytesForCurrentThread() - allocated;
        Collections += GC.CollectionCount(0) - collections;
        Count();
    }

    /// <summary>The mean in nanoseconds.</summary>
    internal double Mean => _histogram.GetMean() * 1e9 / Stopwatch.Frequency;

    /// <summary>Nanoseconds that so many percent of the calls did not exceed.</summary>
    internal double Percentile(double percent) => Nanoseconds(_histogram.GetValueAtPercentile(percent));

    private void Count()
    {
        foreach (long ticks in _ticks)
        {
            _histogram.RecordValue(Math.Min(ticks, s_longest));
            _longest = Math.Max(_longest, ticks);
        }

        if (_histogram.TotalCount % _block == 0)
        {
            _worst.Add(Nanoseconds(_longest));
            _longest = 0;
        }
    }

    private static double Nanoseconds(long ticks) => ticks * 1e9 / Stopwatch.Frequency;
}
