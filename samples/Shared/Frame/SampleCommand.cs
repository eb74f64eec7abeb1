using System.CommandLine;
using System.Globalization;
using System.Text;
using LstmGen.Training;

namespace LstmGen.Samples;

/// <summary>
/// The command line of a sample: the options that all have, errors in one line, and exit codes: 0 fine, 1 failed, 2 what was given cannot
/// be used, 130 cancelled. Options of the sample's own go into the collection initialiser.
/// </summary>
internal sealed class SampleCommand : RootCommand
{
    private const int Failed = 1, Unusable = 2, Cancelled = 130;

    private readonly Option<string?> _data;
    private readonly Option<string?> _svg = Path("--svg", "Draws a picture into this file, .svg or .png.");
    private readonly Option<string?> _save = Path("--save", "Writes the trained model to this file.");
    private readonly Option<string?> _load = Path("--load", "Takes the model of this file instead of training one.");
    private readonly Option<int> _seed = NumberOption.Create("--seed", "Determines initial weights, order and dropout.", 1, 0, int.MaxValue);
    private readonly Option<int> _threads = NumberOption.Create("--threads", "Threads; the result is the same for any number.", Math.Min(2, Environment.ProcessorCount), 1, 64);
    private readonly Option<int>? _epochs;

    /// <param name="description">What the sample does, a sentence.</param>
    /// <param name="data">What the folder of <c>--data</c> is to have; null: there is no such option.</param>
    /// <param name="epochs">The most epochs unless given; null: there is no such option.</param>
    public SampleCommand(string description, string? data, int? epochs = null)
        : base(description)
    {
        _data = Path("--data", $"A folder with {data}; without it, a small set that the sample makes itself.", "FOLDER");
        _epochs = epochs is int most ? NumberOption.Create("--epochs", "The most passes over the training data.", most, 1, 1_000_000) : null;
        foreach (Option? option in (Option?[])[data is null ? null : _data, _epochs, _svg, _save, _load, _seed, _threads])
        {
            if (option is not null)
            {
                Add(option);
            }
        }

        Validators.Add(result =>
        {
            if (result.GetResult(_load) is not null && result.GetResult(_save) is not null)
            {
                result.AddError("--load and --save were both given; one of them was expected: a model that is loaded is not trained.");
            }
        });
    }

    /// <summary>Parses the command line and runs the sample; says at the end what training took.</summary>
    /// <returns>The exit code.</returns>
    public int Run(string[] args, Action<SampleRun> sample)
        => Run(args, run =>
        {
            sample(run);
            return true;
        });

    /// <summary>The same for a sample that checks itself: false is exit code 1.</summary>
    public int Run(string[] args, Func<SampleRun, bool> sample)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.OutputEncoding = Encoding.UTF8;
        ParseResult parsed = Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return Fail(parsed.Errors[0].Message, Unusable);
        }

        SetAction(given => Guarded(given, sample));
        return parsed.Invoke();
    }

    private int Guarded(ParseResult parsed, Func<SampleRun, bool> sample)
    {
        using var cancellation = new CancellationTokenSource();
        Console.CancelKeyPress += Cancel;
        try
        {
            var run = new SampleRun(parsed, cancellation.Token)
            {
                Data = parsed.GetValue(_data),
                Picture = parsed.GetValue(_svg),
                Save = parsed.GetValue(_save),
                Load = parsed.GetValue(_load),
                Seed = parsed.GetValue(_seed),
                Threads = parsed.GetValue(_threads),
                Epochs = _epochs is null ? 0 : parsed.GetValue(_epochs),
            };
            run.Check();
            bool fine = sample(run);
            Console.WriteLine(run.Facts);
            return fine ? 0 : Failed;
        }
        catch (Exception error) when (error is InputException or LstmFormatException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Fail(error.Message, Unusable);
        }
        catch (TrainingDivergedException error)
        {
            return Fail(error.Message, Failed);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Fail("cancelled.", Cancelled);
        }
        finally
        {
            Console.CancelKeyPress -= Cancel;
        }

        // The first Ctrl+C asks the sample to stop, the next one ends the program.
        void Cancel(object? sender, ConsoleCancelEventArgs key)
        {
            key.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
    }

    private static Option<string?> Path(string name, string description, string kind = "FILE")
    {
        var option = new Option<string?>(name) { Description = description, HelpName = kind };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError($"{name}: an empty text was given; a {kind} was expected.");
            }
        });
        return option;
    }

    private static int Fail(string message, int code)
    {
        Console.Error.WriteLine($"error: {message.ReplaceLineEndings(" ")}");
        return code;
    }
}
