namespace LstmGen.Tests.Formats.Tool;

/// <summary>Runs of the command in this process, one at a time: the console belongs to all.</summary>
internal static class ToolRun
{
    private static readonly Lock s_lock = new();

    internal static (int Exit, string Output, string Errors) Of(params string[] arguments)
    {
        lock (s_lock)
        {
            (TextWriter output, TextWriter errors) = (Console.Out, Console.Error);
            using StringWriter written = new(), failed = new();
            try
            {
                Console.SetOut(written);
                Console.SetError(failed);
                int exit = LstmGen.Tool.Program.Run(arguments);
                return (exit, written.ToString(), failed.ToString());
            }
            finally
            {
                Console.SetOut(output);
                Console.SetError(errors);
            }
        }
    }
}
