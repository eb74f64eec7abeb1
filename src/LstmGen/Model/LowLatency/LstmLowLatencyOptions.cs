namespace LstmGen;

/// <summary>Which threads share the steps of an <see cref="LstmLowLatency{TModel}"/>.</summary>
public sealed class LstmLowLatencyOptions
{
    /// <summary>Threads that share a step, the one that calls counted: 2 by default, 1 for none but that.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>
    /// Logical processors, from 0 on, one for each thread but the caller's: each is bound to its own, on Linux and Windows. Null, the default, leaves them to the system.
    /// Two logical processors of one core share its caches and its arithmetic: give each thread a core.
    /// </summary>
    public IReadOnlyList<int>? Processors { get; init; }

    /// <summary>
    /// How long threads wait for the next step at full load before they sleep: 100 ms by default. A step that wakes them takes some 30 microseconds more. <see cref="Timeout.InfiniteTimeSpan"/>
    /// for threads that never sleep.
    /// </summary>
    public TimeSpan Spin { get; init; } = TimeSpan.FromMilliseconds(100);
}
