using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using LstmGen;
using LstmGen.Samples;
using LstmGen.Samples.CharLm;
using LstmGen.Training;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;

var command = new RootCommand("A language model of characters: trains on a text, then writes more of it.") { Train(), Sample(), Score() };
ParseResult arguments = command.Parse(args);
if (arguments.Errors.Count > 0)
{
    return Fail(arguments.Errors[0].Message);
}

return arguments.Invoke();

static Command Train()
{
    var text = new Argument<string>("text") { Description = "The text to train on, UTF-8." };
    text.Validators.Add(FileName);
    var valid = new Option<string>("--valid") { Description = "A text to report the loss on, once, after training." };
    valid.Validators.Add(FileName);
    Option<string> model = ModelFile();
    Option<double> seconds = NumberOption.Create("--seconds", "How long to train.", 90.0, 1.0, 1e6);
    Option<int> epochs = NumberOption.Create<int>("--epochs", "Passes over the text, instead of seconds: the same weights on every machine.", null, 1, 1_000_000);
    Option<int> batch = NumberOption.Create("--batch", "Streams the text is cut into.", 32, 1, 4096);
    Option<int> steps = NumberOption.Create("--steps", "Characters of a stream in an update.", 32, 1, 4096);
    Option<float> rate = NumberOption.Create("--rate", "Adam's learning rate at the start.", 0.01f, 0f, 1f);
    Option<float> clip = NumberOption.Create("--clip", "Limit of the gradients' norm.", 1f, 1e-6f, 1e6f);
    Option<float> dropout = NumberOption.Create("--dropout", "Dropout between the layers.", 0.1f, 0f, 0.95f);
    Option<float> recurrent = NumberOption.Create("--recurrent-dropout", "Dropout of the recurrence.", 0f, 0f, 0.95f);
    Option<int> seed = NumberOption.Create("--seed", "Determines the initial weights and dropout.", 1, 0, int.MaxValue);
    Option<int> threads = NumberOption.Create("--threads", "Threads.", Math.Min(2, Environment.ProcessorCount), 1, 64);
    var command = new Command("train", "Trains on a text and writes the weights.")
    {
        text, valid, model, seconds, epochs, batch, steps, rate, clip, dropout, recurrent, seed, threads,
    };
    command.Validators.Add(result =>
    {
        if (result.GetResult(seconds) is { Implicit: false } && result.GetResult(epochs) is not null)
        {
            result.AddError("--seconds and --epochs were both given; one of them was expected.");
        }
    });
    command.SetAction(parsed => Guarded(() =>
    {
        int count = parsed.GetValue(epochs);
        var settings = new TrainingSettings(
            count == 0 ? parsed.GetValue(seconds) : null, count == 0 ? null : count,
            parsed.GetValue(batch), parsed.GetValue(steps), parsed.GetValue(rate), parsed.GetValue(clip),
            parsed.GetValue(dropout), parsed.GetValue(recurrent), parsed.GetValue(seed), parsed.GetValue(threads));
        Training(parsed.GetRequiredValue(text), parsed.GetValue(valid), parsed.GetRequiredValue(model), settings);
    }));
    return command;

    static void Training(string path, string? valid, string model, TrainingSettings settings)
    {
        // What would be an error after training had better be one before.
        string unseen = valid is null ? "" : TextFile.Read(valid);

        if (Path.GetDirectoryName(Path.GetFullPath(model)) is not string folder || !Directory.Exists(folder) || Directory.Exists(model))
        {
            throw new DirectoryNotFoundException($"{model}: no file can be written there; a name in a folder that exists was expected.");
        }

        string text = TextFile.Read(path);
        Vocabulary vocabulary = Vocabulary.Of(text);
        int[] tokens = vocabulary.Encode(text);
        Console.WriteLine($"{path}: {tokens.Length:N0} characters, {vocabulary.Count} different ones, {tokens.Count(token => token == 0):N0} too rare to be told apart");
        LstmParameters best = LstmGen.Samples.CharLm.Training.Train(tokens, settings, parameters => LanguageModel.Save(model, parameters, vocabulary));
        Console.WriteLine($"{model}: the weights of the least loss on the slice");
        if (valid is not null)
        {
            Report(valid, unseen, new LanguageModel(LstmWeights.From(best), vocabulary));
        }
    }
}

static Command Sample()
{
    Option<string> model = ModelFile();
    var start = new Option<string>("--start") { Description = "What the text goes on from; a line of its own where it is empty.", DefaultValueFactory = _ => "\n" };
    Option<int> length = NumberOption.Create("--length", "Characters to write.", 1000, 1, 10_000_000);
    Option<double> temperature = NumberOption.Create("--temperature", "Below 1 rather the likely characters, above 1 rather any.", 0.8, 0.01, 100.0);
    Option<int> seed = NumberOption.Create("--seed", "Another one gives another text.", 1, 0, int.MaxValue);
    Option<LstmNumbers> numbers = WeightsOption.Create();
    var command = new Command("sample", "Writes text.") { model, start, length, temperature, seed, numbers };
    command.SetAction(parsed => Guarded(() =>
    {
        string begin = parsed.GetRequiredValue(start) is { Length: > 0 } given ? given : "\n";
        LanguageModel language = LanguageModel.Load(parsed.GetRequiredValue(model), parsed.GetValue(numbers));
        if (language.Unknown(begin) is > 0 and int unknown)
        {
            Console.Error.WriteLine($"note: {unknown} characters of --start are none of the model's; they are read as rare ones.");
        }

        Console.Write(begin.TrimStart('\n'));
        foreach (string character in language.Continue(begin, parsed.GetValue(length), parsed.GetValue(temperature), new Random(parsed.GetValue(seed))))
        {
            Console.Write(character);
        }

        Console.WriteLine();
    }));
    return command;
}

static Command Score()
{
    var text = new Argument<string>("text") { Description = "The text to report the loss on, UTF-8." };
    text.Validators.Add(FileName);
    Option<string> model = ModelFile();
    Option<LstmNumbers> numbers = WeightsOption.Create();
    var command = new Command("score", "Reports the loss on a text.") { text, model, numbers };
    command.SetAction(parsed => Guarded(() =>
    {
        LanguageModel language = LanguageModel.Load(parsed.GetRequiredValue(model), parsed.GetValue(numbers));
        string path = parsed.GetRequiredValue(text);
        Report(path, TextFile.Read(path), language);
    }));
    return command;
}

static void Report(string path, string text, LanguageModel language)
{
    double loss = language.Score(text);
    Console.WriteLine($"{path}: {text.EnumerateRunes().Count():N0} characters, {language.Unknown(text):N0} of them not told apart: {loss:F4} nats a character ({loss / Math.Log(2):F4} bits)");
}

static Option<string> ModelFile()
{
    var model = new Option<string>("--model") { Description = "The file of weights.", DefaultValueFactory = _ => "charlm.safetensors" };
    model.Validators.Add(FileName);
    return model;
}

static void FileName(SymbolResult result)
{
    if (result.Tokens is [{ Value: "" }])
    {
        result.AddError("An empty text was given; the name of a file was expected.");
    }
}

static int Guarded(Action action)
{
    try
    {
        action();
        return 0;
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or InputException or LstmFormatException)
    {
        return Fail(error.Message);
    }
    catch (TrainingDivergedException error)
    {
        Fail(error.Message);
        return 1;
    }
}

static int Fail(string message)
{
    Console.Error.WriteLine($"error: {message}");
    return 2;
}
