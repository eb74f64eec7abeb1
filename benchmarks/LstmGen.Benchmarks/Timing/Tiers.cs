namespace LstmGen.Benchmarks.Timing;

/// <summary>Brings the methods behind some works to their last tier of compilation.</summary>
internal static class Tiers
{
    /// <summary>In the environment of a process: calls are counted from the first, not after 100 ms without new methods.</summary>
    internal const string DelayVariable = "DOTNET_TC_CallCountingDelayMs";

    private const int Rounds = 3; // first tier, instrumented tier, and one to spare
    private const int Calls = 60; // 30 are counted
    private const double MaxSeconds = 0.03;
    private static readonly TimeSpan _compilation = TimeSpan.FromMilliseconds(20);

    internal static void Settle(IReadOnlyList<ITimedWork> works)
    {
        for (int round = 0; round < Rounds; round++)
        {
            foreach (ITimedWork work in works)
            {
                var clock = Clock.Start();
                for (int call = 0; call < Calls && clock.Seconds < MaxSeconds; call++)
                {
                    work.Time(2);
                }
            }

            Thread.Sleep(_compilation);
        }
    }
}
