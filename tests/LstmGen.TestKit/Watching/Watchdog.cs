namespace LstmGen.TestKit.Watching;

/// <summary>Turns what never returns into a test that fails.</summary>
internal static class Watchdog
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Runs the actions at the same time, each on a thread of its own; gives what each threw.</summary>
    internal static Exception?[] Run(string what, params Action[] actions)
    {
        var errors = new Exception?[actions.Length];
        Thread[] threads = [.. actions.Select((action, index) => new Thread(() => errors[index] = Record.Exception(action)) { IsBackground = true })];
        Array.ForEach(threads, thread => thread.Start());
        for (int index = 0; index < threads.Length; index++)
        {
            Assert.True(threads[index].Join(Limit), $"{what}: thread {index} has not returned after {Limit}");
        }

        return errors;
    }
}
