namespace LstmGen.TestKit.Watching;

/// <summary>
/// What an action allocates. Actions are called several times. A collection, which other tests may cause, retires the buffer that a thread
/// allocates from, and that counts: what it fell into is watched again.
/// </summary>
internal static class Allocated
{
    private const int Windows = 4;
    private const int Attempts = 100;

    /// <summary>Fails if a call after the first allocates on this thread.</summary>
    internal static void Nothing(Action action, string what = "")
    {
        action();
        long here = Bytes(action).Here;
        Assert.True(here == 0, $"{here} bytes on this thread {what}");
    }

    /// <summary>
    /// Fails if calls after the first allocate on any thread. A test runner has threads of its own, so it takes one call during which none
    /// allocated: what a call itself allocates it does every time.
    /// </summary>
    internal static void NothingAnywhere(Action action, string what = "")
    {
        action();
        long here = 0, everywhere = long.MaxValue;
        for (int attempt = 0; attempt < Windows || (everywhere > 0 && attempt < Attempts); attempt++)
        {
            (long own, long all) = Bytes(action);
            here += own;
            everywhere = Math.Min(everywhere, all);
        }

        Assert.True(here == 0, $"{here} bytes on this thread {what}");
        Assert.True(everywhere == 0, $"{everywhere} bytes on all threads {what}");
    }

    private static (long Here, long Everywhere) Bytes(Action action)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int collections = GC.CollectionCount(0);
            long here = GC.GetAllocatedBytesForCurrentThread();
            long all = GC.GetTotalAllocatedBytes(precise: true);
            action();
            all = GC.GetTotalAllocatedBytes(precise: true) - all;
            here = GC.GetAllocatedBytesForCurrentThread() - here;
            if (GC.CollectionCount(0) == collections)
            {
                return (here, all);
            }
        }

        throw new InvalidOperationException($"A collection fell into each of {Attempts} attempts.");
    }
}
