using LstmGen.Training;
using Spectre.Console;

namespace LstmGen.Samples.Quickstart;

/// <summary>What the sample prints.</summary>
internal static class Report
{
    // Colours only where somebody looks: a redirected report is plain text, 80 columns wide.
    private static readonly IAnsiConsole Terminal = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
    });

    public static void Plan<TModel>(TModel model)
        where TModel : class, ILstmStreamingModel<TModel>
    {
        LstmShape shape = TModel.Shape;
        Heading($"{typeof(TModel).Name}: what the generator planned");
        Console.WriteLine($"{shape.Layers} layers of {shape.Hidden} units, {shape.Input} inputs, {shape.Output} output: "
            + $"{shape.ParameterCount:N0} parameters, {shape.MultiplyAddsPerStep:N0} multiply-adds a step.");
        Console.WriteLine($"This processor runs: {string.Join(", ", TModel.KernelSets)}. Chosen: {model.KernelSet}.");
        Console.WriteLine(model.Plan.TrimEnd());
    }

    public static T Training<T>(string title, Func<IProgress<TrainingProgress>, T> train, CancellationToken cancellation)
    {
        Heading(title);
        var display = new TrainingDisplay();
        T result = train(display);
        display.End(cancellation.IsCancellationRequested);
        return result;
    }

    public static void Search(Problem problem, CancellationToken cancellation)
    {
        Heading("Random search: about 200 batches each");
        IReadOnlyList<Search.Trial> trials = Quickstart.Search.Run(problem, trials: 8, trial => Console.WriteLine($"{trial.Model}, learning rate {trial.LearningRate:F5}: validation loss {trial.Loss:F4}"), cancellation);
        Console.WriteLine($"Best: {trials[0].Model}, learning rate {trials[0].LearningRate:G2}.");
    }

    public static void Errors(Scored scored, int bucket)
    {
        Heading(scored.Title);
        Picture.Forecast(Terminal, scored, bucket);
        Console.WriteLine();
        var table = new Table().Border(TableBorder.Simple).AddColumns("forecast", "RMSE", "MAE", "RMSE / last value's");
        double last = scored.Rmse(scored.Baselines[0].Forecast);
        foreach (Baseline rule in (Baseline[])[new("LSTM", scored.Forecast), .. scored.Baselines])
        {
            double rmse = scored.Rmse(rule.Forecast);
            table.AddRow(rule.Name, $"{rmse:G4}", $"{scored.Mae(rule.Forecast):G4}", last > 0 ? $"{rmse / last:F3}" : "-");
        }

        Terminal.Write(table);
    }

    public static void Speed(Timing timing)
    {
        Heading("Time of one step of one sequence, on one thread");
        Console.WriteLine($"Outputs of the naive loops over {timing.ComparedSteps:N0} steps: largest difference {timing.LargestDifference:G2}.");
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "ns a step", "times faster");
        table.AddRow("naive loops", $"{timing.NaiveNs:N0}", "1.0");
        table.AddRow("Step (streaming)", $"{timing.StepNs:N0}", $"{timing.NaiveNs / timing.StepNs:N1}");
        table.AddRow("Run (a whole sequence)", $"{timing.RunNs:N0}", $"{timing.NaiveNs / timing.RunNs:N1}");
        Terminal.Write(table);
    }

    public static void Next()
    {
        Heading("Next");
        Console.WriteLine("The lines to copy, for a project of your own:  docs/getting-started.md");
        Console.WriteLine("A series of your own:                          -- --csv FILE --column NAME");
        Console.WriteLine("What was generated for this processor:         -- --plan");
    }

    private static void Heading(string text) => Console.WriteLine($"\n{text}\n{new string('-', Math.Min(text.Length, Terminal.Profile.Width))}");
}
