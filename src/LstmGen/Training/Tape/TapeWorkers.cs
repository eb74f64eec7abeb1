namespace LstmGen.Training.Tape;

/// <summary>
/// Threads that run one action together, each with its own part, again and again without allocating. They hold the
/// <see cref="TapeRounds"/> alone, so that what is forgotten undisposed is collected, and ends them.
/// </summary>
internal sealed class TapeWorkers : IDisposable
{
    private readonly TapeRounds _rounds;
    private readonly Thread[] _threads;

    /// <summary>Starts all threads but the caller's.</summary>
    internal TapeWorkers(int parts)
        : this(parts, Environment.ProcessorCount)
    {
    }

    /// <summary>The same on so many processors: a thread that has none of its own must not keep another from working.</summary>
    internal TapeWorkers(int parts, int processors)
    {
        Parts = parts;
        var rounds = new TapeRounds(parts, spins: parts <= processors);
        _rounds = rounds;
        _threads = new Thread[parts - 1];
        for (int index = 0; index < _threads.Length; index++)
        {
            int part = index + 1;
            _threads[index] = new Thread(() => rounds.Work(part)) { IsBackground = true, Name = $"LstmTape {part}" };
            _threads[index].Start();
        }
    }

    /// <summary>Also where a thread could not be started: those before it are ended.</summary>
    ~TapeWorkers() => _rounds?.End();

    /// <summary>Number of parts of every action.</summary>
    internal int Parts { get; }

    /// <summary>Runs an action for every part; the caller's thread takes part 0. Returns when all are done.</summary>
    /// <exception cref="ObjectDisposedException">The threads were ended before.</exception>
    internal void Run(Action<int> action)
    {
        _rounds.Run(action);
        GC.KeepAlive(this);
    }

    /// <summary>Ends the threads, once they have done a round that runs; called by a part of it, without waiting for that.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _rounds.End();
        if (!_threads.Contains(Thread.CurrentThread))
        {
            foreach (Thread thread in _threads)
            {
                thread.Join();
            }
        }
    }
}
