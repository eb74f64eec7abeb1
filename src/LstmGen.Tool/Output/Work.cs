using Spectre.Console;

namespace LstmGen.Tool.Output;

/// <summary>A bar while something long is done; nothing where output is not read by people.</summary>
internal static class Work
{
    /// <summary>Does something that says which part of it is done, 0 to 1.</summary>
    internal static T Show<T>(string what, bool quiet, Func<Action<double>, T> work)
        => quiet || Console.IsErrorRedirected || Console.IsOutputRedirected ? work(_ => { }) : AnsiConsole.Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask(what, maxValue: 1);
            return work(done => task.Value = done);
        });
}
