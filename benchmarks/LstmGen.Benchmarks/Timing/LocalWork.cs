namespace LstmGen.Benchmarks.Timing;

/// <summary>Work of this thread.</summary>
internal sealed class LocalWork(Work work) : ITimedWork
{
    private readonly RunQueue _queue = new();

    public Block Time(int count)
    {
        double waited = _queue.WaitedSeconds;
        var clock = Clock.Start();
        work(count);
        double seconds = clock.Seconds;
        return new(seconds, _queue.WaitedSeconds - waited);
    }
}
