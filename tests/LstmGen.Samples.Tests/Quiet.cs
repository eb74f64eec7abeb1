namespace LstmGen.Samples.Tests;

/// <summary>Tests of what is allocated run alone: a collection that another test causes would count.</summary>
[CollectionDefinition(nameof(Quiet), DisableParallelization = true)]
public sealed class Quiet
{
    internal static void AssertAllocatesNothing(Action action)
    {
        action();
        Assert.True(GC.TryStartNoGCRegion(1 << 20));
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.EndNoGCRegion();
        Assert.Equal(0, allocated);
    }
}
