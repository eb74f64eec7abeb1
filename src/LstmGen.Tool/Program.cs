using System.CommandLine;
using System.Globalization;
using LstmGen.Tool.Commands;

namespace LstmGen.Tool;

/// <summary>The command <c>lstmgen</c>.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return Run(args);
    }

    /// <summary>Runs a command line; what it returns is an <see cref="ExitCode"/>.</summary>
    internal static int Run(string[] args)
    {
        ParseResult parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return Shell.Fail(ExitCode.WrongArguments, parsed.Errors[0].Message + " See lstmgen --help.");
        }

        return parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
    }

    private static RootCommand Root() => new(
        """
        Model files with LSTMs: ONNX, Keras, PyTorch, TensorFlow Lite, safetensors, RTNeural, GuitarML, AIDA-X and NAM.
        Exit codes: 0 done, 1 a comparison failed, 2 wrong arguments, 3 a file is damaged or holds what no class can be, 4 a file cannot be read or written.
        """)
    {
        InspectCommand.Create(), ScaffoldCommand.Create(), ConvertCommand.Create(), VerifyCommand.Create(), RunCommand.Create(), BenchCommand.Create(),
    };
}
