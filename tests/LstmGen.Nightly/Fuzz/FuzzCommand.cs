using System.Diagnostics;
using LstmGen.Nightly.Fuzz.Targets;

namespace LstmGen.Nightly.Fuzz;

/// <summary>Files from outside, wrong in every way, to every reader there is.</summary>
internal static class FuzzCommand
{
    internal const long Cases = 10_000_000;
    internal const double Minutes = 10;

    private const int ShownBytes = 4096;
    private static readonly TimeSpan s_report = TimeSpan.FromMinutes(1);

    /// <summary>The readers of the library and of the samples.</summary>
    internal static FuzzTarget[] Targets() => [new WeightsTarget(), new CheckpointTarget(), new LinesTarget(), new ColumnsTarget(), new WaveTarget(), .. FormatTarget.All()];

    /// <summary>0 where every case ends as it may, 1 where one does not.</summary>
    internal static int Run(Func<FuzzTarget[]> targets, long cases, double minutes, ulong seed)
    {
        Console.WriteLine($"fuzz --cases {cases} --minutes {minutes} --seed {seed}, {Environment.ProcessorCount} threads");
        long start = Stopwatch.GetTimestamp();
        TimeSpan shown = TimeSpan.Zero;
        FuzzReport report = new FuzzRunner(targets, seed).Run(cases, TimeSpan.FromMinutes(minutes), Environment.ProcessorCount, done =>
        {
            if (Stopwatch.GetElapsedTime(start) - shown > s_report)
            {
                shown = Stopwatch.GetElapsedTime(start);
                Console.WriteLine($"  {done:N0} cases after {shown.TotalMinutes:F1} minutes");
            }
        });
        Console.WriteLine($"{"",-18}{"cases",12}{"accepted",12}{"refused",12}{"failed",8}   slowest   most memory beyond {FuzzRunner.MemoryFactor} x the file");
        foreach ((string name, FuzzTally tally) in report.Tallies)
        {
            Console.WriteLine(
                $"{name,-18}{tally.Cases,12:N0}{tally.Accepted,12:N0}{tally.Refused,12:N0}{tally.Failed,8:N0}{1000 * tally.Slowest,7:F0} ms   {tally.MostOverhead / 1024.0:F0} KiB");
        }

        foreach (FuzzFailure failure in report.Failures)
        {
            Console.WriteLine($"FAILS: {failure.Target}, fuzz --seed {seed} --case {failure.Case}: {failure.What}");
        }

        Console.WriteLine($"{report.Cases:N0} cases in {Stopwatch.GetElapsedTime(start).TotalMinutes:F1} minutes; {report.Cases - report.Failed} passed, {report.Failed} failed");
        return report.Failed == 0 ? 0 : 1;
    }

    /// <summary>Runs one case alone and shows its file.</summary>
    internal static int RunOne(Func<FuzzTarget[]> targets, ulong seed, long number)
    {
        (byte[] file, string? failure) = new FuzzRunner(targets, seed).RunOne(number);
        Console.WriteLine($"{file.Length} bytes: {Convert.ToHexString(file.AsSpan(0, Math.Min(file.Length, ShownBytes)))}");
        Console.WriteLine(failure is null ? "passes" : $"FAILS: {failure}");
        return failure is null ? 0 : 1;
    }
}
