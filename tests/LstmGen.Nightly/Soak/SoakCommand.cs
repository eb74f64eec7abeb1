using System.Diagnostics;

namespace LstmGen.Nightly.Soak;

/// <summary>One stream for a week of steps: nothing allocated, nothing drifts, nothing grows, and what poisons a stream stays in it.</summary>
internal static class SoakCommand
{
    internal const long Steps = 7L * 24 * 3600 * 100;

    private const long Replayed = 100_000;
    private const long WarmUp = 200_000;
    private const long MostGrowth = 1 << 20;

    /// <summary>0 where all holds, 1 where something does not.</summary>
    internal static int Run(long steps)
    {
        Console.WriteLine($"soak --steps {steps}: {steps / 100.0 / 3600:F1} hours at 100 samples a second, {SoakModel.Shape}");
        var model = new SoakModel(LstmWeights.Random(7));
        var stream = new SoakStream(model, 1);
        stream.Run(Math.Min(steps, Replayed));
        ulong first = stream.Hash;
        stream.Run(WarmUp);
        ResidentBytes(); // takes memory itself, the first time

        long memory = ResidentBytes(), collections = GC.CollectionCount(0), start = Stopwatch.GetTimestamp(), before = GC.GetAllocatedBytesForCurrentThread();
        stream.Run(steps);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long growth = ResidentBytes() - memory;
        collections = GC.CollectionCount(0) - collections;
        Console.WriteLine($"{steps:N0} steps in {seconds:F1} s, {1e9 * seconds / Math.Max(1, steps):F0} ns a step; the largest |c| was {stream.LargestCell:F2}");

        bool passes = Check(allocated == 0 && collections == 0, $"{allocated} bytes allocated, {collections} collections");
        passes &= Check(growth <= MostGrowth, $"resident memory grew by {growth / 1024} KiB");
        passes &= Check(stream.Bounded, "every |h| <= 1, every c and score finite");
        passes &= Check(GoesOn(model, stream), "another state given this one's h and c goes on with the same bits");
        stream.Restart();
        stream.Run(Math.Min(steps, Replayed));
        passes &= Check(stream.Hash == first, "after a Reset the samples of the start give the bits of the start");
        foreach (float poison in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            passes &= Check(StaysInItsStream(model, poison), $"{poison} poisons its own stream until Reset, and no other");
        }

        Console.WriteLine(passes ? "All hold." : "FAILED.");
        return passes ? 0 : 1;
    }

    private static bool GoesOn(SoakModel model, SoakStream stream)
    {
        int length = SoakModel.Shape.Layers * SoakModel.Shape.Hidden;
        float[] hidden = new float[length], cell = new float[length];
        stream.State.Export(hidden, cell);
        SoakStream one = new(model, 2), other = new(model, 2);
        one.State.CopyFrom(stream.State);
        other.State.Import(hidden, cell);
        one.Run(1000);
        other.Run(1000);
        return one.Hash == other.Hash && one.Hash != 0;
    }

    private static bool StaysInItsStream(SoakModel model, float poison)
    {
        SoakStream healthy = new(model, 3), beside = new(model, 3), poisoned = new(model, 3);
        poisoned.Run(50);
        poisoned.Step(poison);
        bool stays = !float.IsNaN(poison);
        for (int n = 0; n < 1000; n++)
        {
            healthy.Run(1);
            beside.Run(1);
            poisoned.Step(0.5f);
            stays |= poisoned.Scores.IndexOfAnyExcept(float.NaN) < 0;
        }

        poisoned.Restart();
        poisoned.Run(1000);
        return stays && healthy.Hash == beside.Hash && poisoned.Hash == healthy.Hash && healthy.Bounded;
    }

    private static bool Check(bool holds, string what)
    {
        Console.WriteLine($"  {(holds ? "holds" : "FAILS")}: {what}");
        return holds;
    }

    private static long ResidentBytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
