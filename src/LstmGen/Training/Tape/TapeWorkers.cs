using System.Diagnostics;

namespace LstmGen.Training.Tape;

/// <summary>Threads that run one action together, each with its own part, again and again without allocating.</summary>
internal sealed class TapeWorkers : IDisposable
{
    // Within a training step a thread waits less than that for the next part of it; to sleep and to be woken takes about as long.
    private static readonly long _spinTicks = Stopwatch.Frequency * 50 / 1_000_000;

    private readonly bool _spins;
    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private readonly Exception?[] _failures;
    private volatile Action<int> _action = _ => { };
    private volatile int _round;
    private volatile bool _ended;
    private int _left;

    /// <summary>Starts all threads but the caller's.</summary>
    internal TapeWorkers(int parts)
        : this(parts, Environment.ProcessorCount)
    {
    }

    /// <summary>The same on so many processors: a thread that has none of its own must not keep another from working.</summary>
    internal TapeWorkers(int parts, int processors)
    {
        (Parts, _spins) = (parts, parts <= processors);
        _failures = new Exception?[parts];
        _threads = new Thread[parts - 1];
        for (int index = 0; index < _threads.Length; index++)
        {
            int part = index + 1;
            _threads[index] = new Thread(() => Work(part)) { IsBackground = true, Name = $"LstmTape {part}" };
            _threads[index].Start();
        }
    }

    /// <summary>Number of parts of every action.</summary>
    internal int Parts { get; }

    /// <summary>Runs an action for every part; the caller's thread takes part 0. Returns when all are done.</summary>
    internal void Run(Action<int> action)
    {
        ObjectDisposedException.ThrowIf(_ended, typeof(LstmTape));
        if (Parts == 1)
        {
            action(0);
            return;
        }

        Volatile.Write(ref _left, Parts - 1);
        _action = action;
        lock (_gate)
        {
            _round++;
            Monitor.PulseAll(_gate);
        }

        try
        {
            action(0);
        }
        finally
        {
            Await(static (self, _) => Volatile.Read(ref self._left) == 0, 0);
        }

        for (int part = 0; part < Parts; part++)
        {
            if (_failures[part] is { } failure)
            {
                _failures[part] = null;
                throw new InvalidOperationException($"Thread {part} of a tape failed: {failure.Message}", failure);
            }
        }
    }

    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        lock (_gate)
        {
            _round++;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    private void Work(int part)
    {
        for (int seen = 0; ; seen++)
        {
            Await(static (self, seen) => self._round != seen, seen);
            if (_ended)
            {
                return;
            }

            try
            {
                _action(part);
            }
            catch (Exception failure)
            {
                _failures[part] = failure;
            }

            if (Interlocked.Decrement(ref _left) == 0)
            {
                lock (_gate)
                {
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    /// <summary>Spins for a while, then sleeps until woken. The round is an argument: a closure would be allocated for each.</summary>
    private void Await(Func<TapeWorkers, int, bool> condition, int round)
    {
        // By the clock: how long a spin takes differs between processors, and in a process that has just started.
        for (long start = Stopwatch.GetTimestamp(); _spins && Stopwatch.GetTimestamp() - start < _spinTicks;)
        {
            if (condition(this, round))
            {
                return;
            }

            Thread.SpinWait(8);
        }

        lock (_gate)
        {
            while (!condition(this, round))
            {
                Monitor.Wait(_gate);
            }
        }
    }
}
