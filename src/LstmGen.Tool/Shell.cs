using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LstmGen.Formats;
using Spectre.Console;

namespace LstmGen.Tool;

/// <summary>How commands read their common arguments, report and end.</summary>
internal static class Shell
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a console, no page of HTML
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    private const int WidthOfFiles = 200;

    /// <summary>The console as it is now, for tables: wide where nobody's window limits it.</summary>
    internal static IAnsiConsole Terminal()
    {
        IAnsiConsole console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthOfFiles;
        }

        return console;
    }

    /// <summary>Sets what a command does; each of the errors that it may meet becomes a line and an exit code.</summary>
    internal static Command Does(this Command command, Func<ParseResult, ExitCode> action)
    {
        command.SetAction(parsed =>
        {
            try
            {
                return (int)action(parsed);
            }
            catch (ToolException error)
            {
                return Fail(error.Code, error.Message);
            }
            catch (LstmFormatException error)
            {
                return Fail(ExitCode.Refused, error.Message);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return Fail(ExitCode.Unreadable, error.Message);
            }
        });
        return command;
    }

    internal static int Fail(ExitCode code, string message)
    {
        Console.Error.WriteLine($"lstmgen: {message}");
        return (int)code;
    }

    internal static void PrintJson<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, s_json));
}
