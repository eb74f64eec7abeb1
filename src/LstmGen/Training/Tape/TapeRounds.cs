using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace LstmGen.Training.Tape;

/// <summary>What the threads of a tape share. It knows an action only while that runs: through it they would keep the tape alive.</summary>
/// <param name="parts">Parts of every round.</param>
/// <param name="spins">Whether a thread that waits spins before it sleeps.</param>
internal sealed class TapeRounds(int parts, bool spins)
{
    // Within a training step a thread waits less than that for the next part of it; to sleep and to be woken takes about as long.
    private static readonly long SpinTicks = Stopwatch.Frequency * 50 / 1_000_000;

    private readonly object _gate = new();
    private readonly Exception?[] _failures = new Exception?[parts];
    private Action<int>? _action;
    private volatile int _round;
    private volatile int _left;
    private volatile bool _ended;

    /// <summary>Runs a round; the caller's thread takes part 0. Returns when all parts are done, and throws the failure of the first that failed.</summary>
    internal void Run(Action<int> action)
    {
        if (parts == 1)
        {
            ObjectDisposedException.ThrowIf(_ended, typeof(LstmTape));
            action(0);
            return;
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, typeof(LstmTape));
            (_action, _left) = (action, parts - 1);
            _round++;
            Monitor.PulseAll(_gate);
        }

        Take(0);
        Await(static (self, _) => self._left == 0, 0);
        _action = null;
        ThrowFailure();
    }

    /// <summary>No further round begins; threads return once they have done one that was announced.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes a part of every round until the end.</summary>
    internal void Work(int part)
    {
        for (int seen = 0; ; seen++)
        {
            Await(static (self, seen) => self._round != seen || self._ended, seen);
            if (_round == seen)
            {
                return; // ended; a round announced before that would be seen
            }

            Take(part);
            if (Interlocked.Decrement(ref _left) == 0)
            {
                lock (_gate)
                {
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    // Never inlined: a frame that sleeps would keep what the action belongs to.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Take(int part)
    {
        try
        {
            _action!(part);
        }
        catch (Exception failure)
        {
            _failures[part] = failure;
        }
    }

    private void ThrowFailure()
    {
        for (int part = 0; part < parts; part++)
        {
            if (_failures[part] is { } failure)
            {
                Array.Clear(_failures);
                if (part == 0)
                {
                    ExceptionDispatchInfo.Throw(failure);
                }

                throw new InvalidOperationException($"Thread {part} of a tape failed: {failure.Message}", failure);
            }
        }
    }

    /// <summary>Spins for a while, then sleeps until woken. The round is an argument: a closure would be allocated for each.</summary>
    private void Await(Func<TapeRounds, int, bool> condition, int round)
    {
        // By the clock: how long a spin takes differs between processors, and in a process that has just started.
        for (long start = Stopwatch.GetTimestamp(); spins && Stopwatch.GetTimestamp() - start < SpinTicks;)
        {
            if (condition(this, round))
            {
                return;
            }

            Thread.SpinWait(8);
        }

        bool interrupted = false;
        while (!Sleep(condition, round))
        {
            interrupted = true;
        }

        if (interrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    /// <returns>False where the thread was interrupted: a caller that left for that would find the round running in its next pass.</returns>
    private bool Sleep(Func<TapeRounds, int, bool> condition, int round)
    {
        try
        {
            lock (_gate)
            {
                while (!condition(this, round))
                {
                    Monitor.Wait(_gate);
                }
            }

            return true;
        }
        catch (ThreadInterruptedException)
        {
            return false;
        }
    }
}
