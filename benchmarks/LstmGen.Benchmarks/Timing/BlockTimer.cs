namespace LstmGen.Benchmarks.Timing;

/// <summary>Does <paramref name="count"/> units of work.</summary>
internal delegate void Work(int count);

/// <summary>
/// The quiet-block rule: short blocks, kept only when a probe burst right before and after ran at full speed and the
/// thread kept its core in between.
/// </summary>
internal sealed class BlockTimer(QuietProbe probe)
{
    private const int Turns = 3;

    /// <summary>Times work by the quiet-block rule.</summary>
    /// <param name="work">Called with the number of units to do.</param>
    internal Measurement Measure(Work work) => Measure([new LocalWork(work)])[0];

    /// <summary>Times several works by the quiet-block rule, a block of each in turn, so that what changes slowly meets all of them.</summary>
    internal Measurement[] Measure(IReadOnlyList<ITimedWork> works)
    {
        BlockSeries[] series = [.. works.Select(work => new BlockSeries(work))];
        while (series.Any(one => !one.Done))
        {
            foreach (BlockSeries one in series.Where(one => !one.Done))
            {
                one.Try(probe);
            }
        }

        return [.. series.Select(one => one.Result())];
    }

    /// <summary>
    /// Times several works, some blocks of each in turn: work that is short beside what a change of work leaves behind. What a cache
    /// keeps is a policy that adapts over tens of milliseconds; a block right after another work would show that work's policy.
    /// </summary>
    internal Measurement[] MeasureInTurns(IReadOnlyList<ITimedWork> works)
    {
        BlockSeries[] series = [.. works.Select(work => new BlockSeries(work))];
        for (int turn = 1; turn <= Turns; turn++)
        {
            foreach (BlockSeries one in series)
            {
                one.Resume();
                while (!one.DoneWith(turn / (double)Turns))
                {
                    one.Try(probe);
                }
            }
        }

        return [.. series.Select(one => one.Result())];
    }
}
