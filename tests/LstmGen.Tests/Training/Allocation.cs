namespace LstmGen.Tests.Training;

internal static class Allocation
{
    /// <summary>Fails if the action allocates after a first call.</summary>
    internal static void None(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
