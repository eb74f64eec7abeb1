using LstmGen.Kernels;

namespace LstmGen;

/// <summary>
/// Steps of one sequence at a time by several threads: each computes some units of every layer, so that each core reads a part of the weights from caches of its own. To the bits
/// of <see cref="ILstmStreamingModel{TSelf}.Step"/>.
/// </summary>
/// <remarks>
/// What it costs: a core for each thread, at full load from the first step until <see cref="LstmLowLatencyOptions.Spin"/> after the last one. Threads wait for each other after every layer,
/// some 100 ns each: a step of one microsecond gains nothing. With fewer free cores than threads it is far slower than a step. Calls belong to one thread at a time.
/// </remarks>
/// <typeparam name="TModel">A class with <c>LowLatency = true</c>.</typeparam>
public sealed class LstmLowLatency<TModel> : IDisposable
    where TModel : class, ILstmLowLatencyModel<TModel>
{
    private const int Free = 0;
    private const int Busy = 1;
    private const int Gone = 2;

    private readonly LstmStepTeam _team;
    private readonly StepCrew<TModel> _crew;
    private readonly LstmShape _shape = TModel.Shape;
    private int _use;

    /// <summary>Starts the threads.</summary>
    /// <param name="model">The model; others may go on using it.</param>
    /// <param name="options">Which threads; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no or more than 64 threads, or a time is negative.</exception>
    /// <exception cref="ArgumentException">There is not a processor for each thread but the caller's, or a thread cannot be bound to one.</exception>
    /// <exception cref="PlatformNotSupportedException">Processors are named on a system where threads cannot be bound to them.</exception>
    public LstmLowLatency(TModel model, LstmLowLatencyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        Model = model;
        Threads = options.Threads;
        _crew = new StepCrew<TModel>(model, options);
        _team = _crew.Team;
    }

    /// <summary>The model whose steps they are.</summary>
    public TModel Model { get; }

    /// <summary>Threads that share a step, the caller's counted.</summary>
    public int Threads { get; }

    /// <summary>One time step of one sequence.</summary>
    /// <param name="input">[Input] features.</param>
    /// <param name="state">A state of batch 1, updated in place.</param>
    /// <param name="output">[OutputSize], written.</param>
    /// <exception cref="ArgumentException">A length differs, the state is of another shape or batch, or the buffers overlap.</exception>
    /// <exception cref="InvalidOperationException">Another call is under way, here or with the state.</exception>
    /// <exception cref="ObjectDisposedException">The threads have ended.</exception>
    public void Step(ReadOnlySpan<float> input, LstmState state, Span<float> output)
    {
        LstmGuard.Step(_shape, _shape.Input, _shape.OutputSize, input, state, output);
        int before = Interlocked.CompareExchange(ref _use, Busy, Free);
        if (before != Free)
        {
            throw Refused(before);
        }

        try
        {
            state.Enter();
            try
            {
                _team.Begin(input, state);
                _crew.Step();
                _team.End(output);
            }
            finally
            {
                state.Leave();
            }
        }
        finally
        {
            Volatile.Write(ref _use, Free);
        }
    }

    /// <summary>Ends the threads. A step under way is waited for; later ones are refused.</summary>
    public void Dispose()
    {
        var wait = default(SpinWait);
        while (true)
        {
            int before = Interlocked.CompareExchange(ref _use, Gone, Free);
            if (before == Gone)
            {
                return;
            }

            if (before == Free)
            {
                _crew.Dispose();
                return;
            }

            wait.SpinOnce();
        }
    }

    private static InvalidOperationException Refused(int use) => use == Gone
        ? new ObjectDisposedException(nameof(LstmLowLatency<TModel>))
        : new InvalidOperationException("Another thread is within Step; an LstmLowLatency takes one call at a time.");
}
