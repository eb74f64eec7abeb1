using System.Runtime;

namespace LstmGen.Benchmarks.Timing;

/// <summary>Brings the methods behind some works to their last tier of compilation: they are called until nothing is compiled any more.</summary>
internal static class Tiers
{
    /// <summary>In the environment of a process: calls are counted from the first, not after 100 ms without new methods.</summary>
    internal const string DelayVariable = "DOTNET_TC_CallCountingDelayMs";

    private const int SteadyRounds = 3;
    private const int MaxRounds = 40;
    private const int Calls = 60; // 30 take a method to the next tier
    private const double LongSeconds = 0.005; // of a call: a few have called everything else often enough
    private static readonly TimeSpan _compilation = TimeSpan.FromMilliseconds(30); // beside us, on our core

    internal static void Settle(IReadOnlyList<ITimedWork> works)
    {
        ITimedWork[] brief = [.. works.Where(work => Math.Min(work.Time(1).Seconds, work.Time(1).Seconds) < LongSeconds)];
        int steady = 0;
        for (int round = 0; round < MaxRounds && steady < SteadyRounds; round++)
        {
            long compiled = JitInfo.GetCompiledMethodCount();
            foreach (ITimedWork work in brief)
            {
                for (int call = 0; call < Calls; call++)
                {
                    work.Time(1);
                }
            }

            Thread.Sleep(_compilation);
            steady = JitInfo.GetCompiledMethodCount() == compiled ? steady + 1 : 0;
        }
    }
}
