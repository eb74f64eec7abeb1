using System.Diagnostics;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>The threads of a team but the first: they wait for a step, at full load for some time and asleep then.</summary>
internal sealed class StepCrew<TModel> : IDisposable
    where TModel : class, ILstmLowLatencyModel<TModel>
{
    private const int MostThreads = 64;

    // Rounds of reading between two looks at the clock.
    private const int RoundsPerLook = 1 << 10;

    private readonly TModel _model;
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly long _spin;
    private long _step;
    private int _asleep;
    private bool _ends;
    private Exception? _fault;

    internal StepCrew(TModel model, LstmLowLatencyOptions options)
    {
        Check(options);
        _model = model;
        _spin = options.Spin == Timeout.InfiniteTimeSpan ? long.MaxValue : (long)(options.Spin.TotalSeconds * Stopwatch.Frequency);
        Team = model.CreateTeam(options.Threads);
        _threads = new Thread[options.Threads - 1];
        using var ready = new CountdownEvent(options.Threads);
        for (int thread = 0; thread < _threads.Length; thread++)
        {
            int member = thread + 1;
            int processor = options.Processors?[thread] ?? -1;
            _threads[thread] = new Thread(() => Run(member, processor, ready)) { IsBackground = true, Name = $"LstmLowLatency {member}" };
            _threads[thread].Start();
        }

        ready.Signal();
        ready.Wait();
        if (_fault is not null)
        {
            Dispose();
            throw new ArgumentException(_fault.Message, nameof(options), _fault);
        }
    }

    internal LstmStepTeam Team { get; }

    /// <summary>One step, of which the caller takes the first part.</summary>
    internal void Step()
    {
        Volatile.Write(ref _step, _step + 1);
        // What follows must not be read before others can see the step.
        Interlocked.MemoryBarrier();
        Wake();
        try
        {
            _model.StepPart(Team, 0);
            Team.Wait(0);
        }
        catch (InvalidOperationException) when (_fault is not null)
        {
            throw new InvalidOperationException($"A thread of the step has failed: {_fault.Message}", _fault);
        }
        catch
        {
            Team.Break();
            throw;
        }
    }

    /// <summary>Ends the threads; no step may be under way.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _ends, true);
        Interlocked.MemoryBarrier();
        Wake();
        Array.ForEach(_threads, thread => thread.Join());
        _wake.Dispose();
    }

    private static void Check(LstmLowLatencyOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options.Threads));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, MostThreads, nameof(options.Threads));
        if (options.Spin < TimeSpan.Zero && options.Spin != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Spin, "Spin is a time from 0 on, or Timeout.InfiniteTimeSpan.");
        }

        if (options.Processors is { } processors && processors.Count != options.Threads - 1)
        {
            throw new ArgumentException($"Processors names {processors.Count}; one for each of {options.Threads - 1} threads was expected: the caller's is not among them.", nameof(options));
        }
    }

    private void Run(int member, int processor, CountdownEvent ready)
    {
        try
        {
            if (processor >= 0)
            {
                ThreadProcessor.Bind(processor);
            }
        }
        catch (Exception fault)
        {
            Interlocked.CompareExchange(ref _fault, fault, null);
        }

        ready.Signal();
        try
        {
            for (long step = 1; Next(step); step++)
            {
                _model.StepPart(Team, member);
                Team.Wait(member);
            }
        }
        catch (Exception fault)
        {
            // A thread that ends with an exception would take the program with it; the caller of the step has it instead. Others then fail because of the first.
            Interlocked.CompareExchange(ref _fault, fault, null);
            Team.Break();
        }
    }

    /// <summary>Waits for a step; false where there will be none.</summary>
    private bool Next(long step)
    {
        long until = 0;
        for (int round = 1; Volatile.Read(ref _step) < step; round++)
        {
            if (Volatile.Read(ref _ends))
            {
                return false;
            }

            if (round % RoundsPerLook == 0)
            {
                long now = Stopwatch.GetTimestamp();
                until = until == 0 ? (_spin == long.MaxValue ? long.MaxValue : now + _spin) : until;
                if (now >= until)
                {
                    Sleep(step);
                    until = 0;
                }
            }
        }

        return true;
    }

    /// <summary>Sleeps unless the step has come in the meantime: who begins one counts the sleepers after it can be seen, and who sleeps looks for it after being counted.</summary>
    private void Sleep(long step)
    {
        Interlocked.Increment(ref _asleep);
        if (Volatile.Read(ref _step) < step && !Volatile.Read(ref _ends))
        {
            _wake.Wait();
            return;
        }

        // Whoever has taken this one for a sleeper has left a call for it.
        if (!TryLeave())
        {
            _wake.Wait();
        }
    }

    private bool TryLeave()
    {
        for (int sleepers = Volatile.Read(ref _asleep); sleepers > 0; sleepers = Volatile.Read(ref _asleep))
        {
            if (Interlocked.CompareExchange(ref _asleep, sleepers - 1, sleepers) == sleepers)
            {
                return true;
            }
        }

        return false;
    }

    private void Wake()
    {
        if (Volatile.Read(ref _asleep) > 0 && Interlocked.Exchange(ref _asleep, 0) is > 0 and var sleepers)
        {
            _wake.Release(sleepers);
        }
    }
}
