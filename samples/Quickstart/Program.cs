using System.CommandLine;
using System.Globalization;
using System.Text;
using LstmGen;
using LstmGen.Samples;
using LstmGen.Samples.Quickstart;
using LstmGen.Training;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;

var csv = new Option<FileInfo>("--csv") { Description = "A CSV file with a header line; without it, the recording that ships with the sample." };
var column = new Option<string>("--column") { Description = "The column of numbers to forecast." };
var save = new Option<FileInfo>("--save") { Description = "Where to write the trained weights (safetensors)." };
var plan = new Option<bool>("--plan") { Description = "Also prints what the generator planned for this processor." };
var search = new Option<bool>("--search") { Description = "Looks for a hidden size and a learning rate at random instead." };
var command = new RootCommand("Trains an LSTM that LstmGen compiled to forecast a series, and streams with it.") { csv, column, save, plan, search };
ParseResult arguments = command.Parse(args);
if (arguments.Errors.Count > 0)
{
    return Fail(arguments.Errors[0].Message);
}

command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
return await arguments.InvokeAsync();

int Run(ParseResult parsed, CancellationToken cancellation)
{
    try
    {
        string weights = parsed.GetValue(save)?.ToString() ?? Data("forecaster.safetensors");
        bool showPlan = parsed.GetValue(plan);
        switch (parsed.GetValue(csv)?.ToString(), parsed.GetValue(column))
        {
            case (null, null) when parsed.GetValue(search):
                Report.Search(MachineSeries.Read(Data("machine.csv")), cancellation);
                return 0;
            case (null, null):
                Forecast<MachineLoad>(MachineSeries.Read(Data("machine.csv")), weights, showPlan, bucket: 10, cancellation);
                return 0;
            case (string path, string name) when !parsed.GetValue(search):
                Forecast<AnySeries>(ColumnSeries.Read(path, name), weights, showPlan, bucket: 1, cancellation);
                return 0;
            case (not null, not null):
                return Fail("--search looks for models of the recording that ships with the sample: it goes without --csv.");
            default:
                return Fail("--csv FILE and --column NAME belong together: one was given without the other.");
        }
    }
    catch (Exception error) when (error is InputException or LstmFormatException or IOException or UnauthorizedAccessException)
    {
        return Fail(error.Message);
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Cancelled before the first epoch ended: there is nothing to show yet.");
        return 130;
    }
    catch (Exception error) when (error is InvalidOperationException or TrainingDivergedException)
    {
        Fail(error.Message);
        return 1;
    }
}

static void Forecast<TModel>(Problem problem, string weights, bool showPlan, int bucket, CancellationToken cancellation)
    where TModel : class, ILstmTrainable<TModel>, ILstmStreamingModel<TModel>
{
    // Train; Ctrl+C ends it with the best weights so far.
    Forecaster<TModel> trained = Report.Training(
        $"Training {typeof(TModel).Name} on rows 1 to {problem.Split.Training.End:N0}; Ctrl+C stops earlier",
        progress => Forecaster<TModel>.Train(problem, learningRate: 0.003f, batches: 800, progress, cancellation).Forecaster,
        cancellation);

    // Save, and from here on use what was saved.
    trained.Save(weights);
    Console.WriteLine($"Weights and scaling: {weights}");
    Forecaster<TModel> forecaster = Forecaster<TModel>.Load(weights);

    // Stream the whole series through the model and score the rows it was not trained on.
    Scored scored = problem.Score(forecaster.Forecast(problem));
    Report.Errors(scored, bucket);
    if (showPlan)
    {
        Report.Plan(forecaster.Model);
    }

    Report.Speed(Timing.Measure(forecaster.Model, forecaster.Parameters, forecaster.ScaledInputs(problem)));
    Report.Next();
}

static string Data(string file) => Path.Combine(AppContext.BaseDirectory, "Data", file);

static int Fail(string message)
{
    Console.Error.WriteLine($"error: {message}");
    return 2;
}
