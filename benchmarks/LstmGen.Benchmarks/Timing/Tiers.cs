namespace LstmGen.Benchmarks.Timing;

/// <summary>Brings the methods behind some works to their last tier of compilation: they are called until none becomes faster any more.</summary>
internal static class Tiers
{
    /// <summary>In the environment of a process: calls are counted from the first, not after 100 ms without new methods.</summary>
    internal const string DelayVariable = "DOTNET_TC_CallCountingDelayMs";

    private const int SteadyRounds = 3;
    private const int MaxRounds = 16;
    private const int Calls = 60; // 30 take a method to the next tier
    private const double Faster = 0.95;
    private const double LongSeconds = 0.01; // of a call: what it calls is settled by one
    private static readonly TimeSpan _compilation = TimeSpan.FromMilliseconds(40); // beside us, on our core

    internal static void Settle(IReadOnlyList<ITimedWork> works)
    {
        double[] best = [.. works.Select(work => work.Time(1).Seconds)];
        int steady = 0;
        for (int round = 0; round < MaxRounds && steady < SteadyRounds; round++)
        {
            steady++;
            for (int i = 0; i < works.Count; i++)
            {
                double found = Fastest(works[i], best[i]);
                steady = found < Faster * best[i] ? 0 : steady;
                best[i] = Math.Min(best[i], found);
            }

            Thread.Sleep(_compilation);
        }
    }

    private static double Fastest(ITimedWork work, double best)
    {
        double fastest = best;
        for (int call = 0; call < Calls && best < LongSeconds; call++)
        {
            fastest = Math.Min(fastest, work.Time(1).Seconds);
        }

        return fastest;
    }
}
