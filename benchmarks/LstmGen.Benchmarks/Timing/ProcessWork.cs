namespace LstmGen.Benchmarks.Timing;

/// <summary>
/// Work of several threads of this process: a block in which any of them waited for a core is to be dropped. After it, threads that spin
/// before they sleep are given time to do so.
/// </summary>
internal sealed class ProcessWork(ITimedWork work) : ITimedWork
{
    private const double SettleSeconds = 0.003;

    public Block Time(int count)
    {
        double before = ProcessRunQueue.WaitedSeconds;
        Block block = work.Time(count);
        double waited = ProcessRunQueue.WaitedSeconds - before;
        Thread.Sleep(TimeSpan.FromSeconds(SettleSeconds));
        return block with { Waited = Math.Max(block.Waited, waited) };
    }
}
