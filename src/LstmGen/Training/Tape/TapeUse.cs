namespace LstmGen.Training.Tape;

/// <summary>One pass at a time, and none after the end, which waits for the pass that runs: from whatever threads these come.</summary>
/// <param name="owner">Whose passes these are; an exception names it.</param>
/// <param name="kind">What that is.</param>
internal sealed class TapeUse(Type owner, string kind)
{
    private const int Idle = 0;
    private const int Busy = 1;
    private const int Ended = 2;

    private readonly object _gate = new();
    private int _state;

    /// <summary>Of a tape.</summary>
    internal TapeUse()
        : this(typeof(LstmTape), "tape")
    {
    }

    /// <summary>Before a pass.</summary>
    /// <exception cref="ObjectDisposedException">The end was before.</exception>
    /// <exception cref="InvalidOperationException">Another pass runs.</exception>
    internal void Enter()
    {
        int state = Interlocked.CompareExchange(ref _state, Busy, Idle);
        ObjectDisposedException.ThrowIf((state & Ended) != 0, owner);
        if (state == Busy)
        {
            throw new InvalidOperationException($"Another thread runs a pass of this {kind}; a {kind} of its own was expected for each thread.");
        }
    }

    /// <summary>After a pass, however it ended.</summary>
    internal void Exit()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Busy) != Busy)
        {
            lock (_gate)
            {
                _state = Ended;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>The end; returns when no pass runs.</summary>
    internal void End()
    {
        lock (_gate)
        {
            Interlocked.Or(ref _state, Ended);
            while (Volatile.Read(ref _state) != Ended)
            {
                Monitor.Wait(_gate);
            }
        }
    }
}
