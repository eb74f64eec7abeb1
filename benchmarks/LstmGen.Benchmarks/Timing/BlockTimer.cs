namespace LstmGen.Benchmarks.Timing;

/// <summary>Does <paramref name="count"/> units of work.</summary>
internal delegate void Work(int count);

/// <summary>
/// The quiet-block rule: short blocks, kept only when a probe burst right before and after ran at full speed and the
/// thread kept its core in between.
/// </summary>
internal sealed class BlockTimer(QuietProbe probe)
{
    private const double BlockSeconds = 0.0015;
    private const double WarmUpSeconds = 0.02;
    private const double WaitSeconds = 0.0003;
    private const double MaxSeconds = 2;
    private const int Wanted = 15;
    private const int Fewest = 3;
    private const double WaitedPart = 0.005;
    private readonly RunQueue _queue = new();

    /// <summary>Times work by the quiet-block rule.</summary>
    /// <param name="work">Called with the number of units to do.</param>
    internal Measurement Measure(Work work)
    {
        int count = UnitsPerBlock(work);
        double warmed = 0;
        while (warmed < WarmUpSeconds)
        {
            warmed += Time(work, count);
        }

        var kept = new List<double>(Wanted);
        var all = new List<double>();
        int tried = 0;
        var clock = Clock.Start();
        double limit = Math.Max(MaxSeconds, 3 * Wanted * warmed);
        while (kept.Count < Wanted && clock.Seconds < limit)
        {
            tried++;
            if (!probe.IsQuiet())
            {
                Wait();
                continue;
            }

            work(Math.Max(1, count / 16)); // brings caches and predictors back after the probe
            double waited = _queue.WaitedSeconds;
            double seconds = Time(work, count);
            all.Add(seconds / count);
            bool quiet = probe.IsQuiet(); // before anything else disturbs the core
            if (quiet && _queue.WaitedSeconds - waited <= WaitedPart * seconds)
            {
                kept.Add(seconds / count);
            }
        }

        if (kept.Count >= Fewest)
        {
            return new(Statistics.Median(kept), kept.Count, tried, false);
        }

        while (all.Count < 2 * Fewest)
        {
            tried++;
            all.Add(Time(work, count) / count);
        }

        return new(Statistics.Median(Statistics.FastestQuarter(all)), kept.Count, tried, true);
    }

    private static int UnitsPerBlock(Work work)
    {
        int count = 1;
        work(count);
        while (true)
        {
            double seconds = Time(work, count);
            if (seconds >= BlockSeconds / 4)
            {
                return Math.Max(1, (int)Math.Min(int.MaxValue / 2, count * (BlockSeconds / seconds)));
            }

            count *= 2;
        }
    }

    private static double Time(Work work, int count)
    {
        var clock = Clock.Start();
        work(count);
        return clock.Seconds;
    }

    private static void Wait()
    {
        var clock = Clock.Start();
        while (clock.Seconds < WaitSeconds)
        {
            Thread.SpinWait(20);
        }
    }
}
