using System.Diagnostics;

namespace LstmGen.Nightly.Fuzz;

/// <summary>
/// Runs cases over the cores. A case must end, within a second, in success or in the exception that its reader documents, and
/// allocate no more than six times the file and 1 MiB. Seed and number determine a case, whichever thread runs it.
/// </summary>
/// <param name="targets">Makes the readers of one thread.</param>
/// <param name="seed">Determines the cases.</param>
/// <param name="hang">After which a case is given up; 20 seconds unless given.</param>
internal sealed class FuzzRunner(Func<FuzzTarget[]> targets, ulong seed, TimeSpan? hang = null)
{
    internal const int MemoryFactor = 6;
    internal const int MemoryFloor = 1 << 20;

    private const int MostFailures = 20;
    private const long CasesAtOnce = 64;
    private static readonly TimeSpan s_longestCase = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _hang = hang ?? TimeSpan.FromSeconds(20);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FuzzTally> _tallies = [];
    private readonly List<FuzzFailure> _failures = [];
    private long _next;
    private long _mostCases;
    private long _end; // timestamp

    /// <summary>Runs as many cases as given, and on until the time is over.</summary>
    internal FuzzReport Run(long cases, TimeSpan time, int threads, Action<long>? progress = null)
    {
        (_next, _mostCases, _end) = (0, cases, Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));
        Worker[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Worker(targets()))];
        foreach (Worker worker in workers)
        {
            worker.Thread = new Thread(() => Work(worker)) { IsBackground = true };
            worker.Thread.Start();
        }

        // A case that never ends cannot be stopped: it is reported, and its thread left behind.
        while (workers.Any(worker => worker.Thread!.IsAlive && !worker.Hangs))
        {
            Thread.Sleep(50);
            progress?.Invoke(Volatile.Read(ref _next));
            foreach (Worker worker in workers)
            {
                (long number, long since) = (Volatile.Read(ref worker.Case), Volatile.Read(ref worker.Since));
                if (since != 0 && Stopwatch.GetElapsedTime(since) > _hang && number == Volatile.Read(ref worker.Case) && !worker.Hangs)
                {
                    worker.Hangs = true;
                    Fail(worker, worker.Targets[TargetOf(number, worker)], number, $"has not ended after {_hang.TotalSeconds} s");
                }
            }
        }

        foreach (Worker worker in workers)
        {
            Merge(worker);
        }

        return new FuzzReport(_tallies, _failures);
    }

    /// <summary>Runs one case alone, as a run of this seed does.</summary>
    /// <returns>Its file, and what is wrong, or null.</returns>
    internal (byte[] File, string? Failure) RunOne(long number)
    {
        var worker = new Worker(targets());
        string? failure = Run(worker, number, out byte[] file);
        return (file, failure);
    }

    private void Work(Worker worker)
    {
        while (true)
        {
            long begin = Interlocked.Add(ref _next, CasesAtOnce) - CasesAtOnce;
            if (begin >= _mostCases && Stopwatch.GetTimestamp() >= _end)
            {
                return;
            }

            for (long number = begin; number < begin + CasesAtOnce; number++)
            {
                if (Run(worker, number, out _) is string failure)
                {
                    Fail(worker, worker.Targets[TargetOf(number, worker)], number, failure);
                }
            }
        }
    }

    private string? Run(Worker worker, long number, out byte[] file)
    {
        FuzzTarget target = worker.Targets[TargetOf(number, worker)];
        FuzzTally tally = worker.Tallies[TargetOf(number, worker)];
        file = target.Make(Random(number));
        target.Place(file);
        var first = Once(worker, target, file, number);
        if (first.Failure is null && first.Seconds > s_longestCase.TotalSeconds)
        {
            // The machine may have done something else meanwhile: the second time counts.
            first = Once(worker, target, file, number);
            first.Failure ??= first.Seconds > s_longestCase.TotalSeconds ? $"took {first.Seconds:F1} s for {file.Length} bytes" : null;
        }

        tally.MostOverhead = Math.Max(tally.MostOverhead, first.Allocated - ((long)MemoryFactor * file.Length));
        tally.Slowest = Math.Max(tally.Slowest, first.Seconds);
        if (first.Failure is null && first.Allocated > ((long)MemoryFactor * file.Length) + MemoryFloor)
        {
            return $"allocated {first.Allocated} bytes for {file.Length}";
        }

        if (first.Failure is null)
        {
            (first.Refused ? ref tally.Refused : ref tally.Accepted)++;
        }

        return first.Failure;
    }

    private (bool Refused, string? Failure, double Seconds, long Allocated) Once(Worker worker, FuzzTarget target, byte[] file, long number)
    {
        SplitMix random = Random(~number);
        (bool refused, string? failure) = (false, null);
        Volatile.Write(ref worker.Case, number);
        long since = Stopwatch.GetTimestamp();
        Volatile.Write(ref worker.Since, since);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Read(file, random);
        }
        catch (Exception exception)
        {
            refused = target.Refuses(exception);
            failure = !refused ? exception.ToString()
                : exception.Message.Length is < 20 or > 4000 ? $"the message has {exception.Message.Length} characters: {exception.Message}" : null;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        double seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        Volatile.Write(ref worker.Since, 0);
        return (refused, failure, seconds, allocated);
    }

    private SplitMix Random(long number) => new(new SplitMix(seed ^ ((ulong)number * 0xD1342543DE82EF95)).Next());

    private static int TargetOf(long number, Worker worker) => (int)(number % worker.Targets.Length);

    private void Fail(Worker worker, FuzzTarget target, long number, string what)
    {
        lock (_lock)
        {
            worker.Tallies[TargetOf(number, worker)].Failed++;
            if (_failures.Count < MostFailures)
            {
                _failures.Add(new FuzzFailure(target.Name, number, what));
            }
        }
    }

    private void Merge(Worker worker)
    {
        for (int index = 0; index < worker.Targets.Length; index++)
        {
            if (!_tallies.TryGetValue(worker.Targets[index].Name, out FuzzTally? tally))
            {
                _tallies.Add(worker.Targets[index].Name, tally = new FuzzTally());
            }

            tally.Add(worker.Tallies[index]);
        }
    }

    private sealed class Worker(FuzzTarget[] targets)
    {
        internal long Case;
        internal long Since; // timestamp of the case's start; 0: between cases
        internal bool Hangs;

        internal FuzzTarget[] Targets => targets;

        internal FuzzTally[] Tallies { get; } = [.. targets.Select(_ => new FuzzTally())];

        internal Thread? Thread { get; set; }
    }
}
