namespace LstmGen.Benchmarks.Timing;

/// <summary>The blocks of one work, as they come.</summary>
internal sealed class BlockSeries
{
    private const double BlockSeconds = 0.0015;
    private const double WarmUpSeconds = 0.02;
    private const double ResumeSeconds = 0.1;
    private const double WaitSeconds = 0.0003;
    private const double LongSeconds = 0.01; // of a unit: it brings caches and predictors back itself
    private const double MaxSeconds = 2;
    private const int Wanted = 15;
    private const int Fewest = 3;
    private const double WaitedPart = 0.005;
    private readonly ITimedWork _work;
    private readonly int _count;
    private readonly double _limit;
    private readonly bool _long;
    private readonly List<Block> _kept = new(Wanted);
    private readonly List<Block> _all = [];
    private double _spent;
    private int _tried;

    /// <summary>Finds the length of a block and warms up.</summary>
    internal BlockSeries(ITimedWork work)
    {
        _work = work;
        _count = UnitsPerBlock(work);
        double warmed = 0;
        while (warmed < WarmUpSeconds)
        {
            double seconds = work.Time(_count).Seconds;
            _long = _count == 1 && seconds > LongSeconds;
            warmed += seconds;
        }

        _limit = Math.Max(MaxSeconds, 3 * Wanted * warmed);
    }

    internal bool Done => DoneWith(1);

    /// <summary>Whether a part of the blocks, or of the time, is done.</summary>
    internal bool DoneWith(double part) => _kept.Count >= Wanted * part || _spent >= _limit * part;

    /// <summary>Brings everything that adapts to a work back to this one.</summary>
    internal void Resume()
    {
        var clock = Clock.Start();
        while (clock.Seconds < ResumeSeconds)
        {
            _work.Time(_count);
        }
    }

    /// <summary>Tries one block.</summary>
    internal void Try(QuietProbe probe)
    {
        var clock = Clock.Start();
        _tried++;
        if (probe.IsQuiet())
        {
            if (!_long)
            {
                _work.Time(Math.Max(1, _count / 16)); // brings caches and predictors back after the probe
            }

            Block block = _work.Time(_count);
            probe.WarmUp(); // the work, or another process, has taken the caches
            bool quiet = probe.IsQuiet();
            _all.Add(block);
            if (quiet && block.Waited <= WaitedPart * block.Seconds)
            {
                _kept.Add(block);
            }
        }
        else
        {
            Wait();
        }

        _spent += clock.Seconds;
    }

    internal Measurement Result()
    {
        if (_kept.Count >= Fewest)
        {
            return Median(_kept, false);
        }

        while (_all.Count < 2 * Fewest)
        {
            _tried++;
            _all.Add(_work.Time(_count));
        }

        return Median([.. _all.OrderBy(block => block.Seconds).Take(Math.Max(1, _all.Count / 4))], true);
    }

    private Measurement Median(List<Block> blocks, bool uncertain)
    {
        int parts = blocks[0].Parts?.Length ?? 0;
        return new(Statistics.Median(blocks.Select(block => block.Seconds)) / _count, _kept.Count, _tried, uncertain)
        {
            Parts = [.. Enumerable.Range(0, parts).Select(part => Statistics.Median(blocks.Select(block => block.Parts![part])) / _count)],
        };
    }

    private static int UnitsPerBlock(ITimedWork work)
    {
        int count = 1;
        work.Time(count);
        while (true)
        {
            double seconds = work.Time(count).Seconds;
            if (seconds >= BlockSeconds / 4)
            {
                return Math.Max(1, (int)Math.Min(int.MaxValue / 2, count * (BlockSeconds / seconds)));
            }

            count *= 2;
        }
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
