using System.CommandLine;
using System.Globalization;
using System.Text;
using LstmGen;
using LstmGen.Samples.Quickstart;
using Spectre.Console;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;

var csv = new Option<FileInfo>("--csv") { Description = "A CSV file with a header line; without it, the recording that ships with the sample." };
var column = new Option<string>("--column") { Description = "The column of numbers to forecast." };
var command = new RootCommand("Scores a series with an LSTM that LstmGen compiled.") { csv, column };
ParseResult arguments = command.Parse(args);
if (arguments.Errors.Count > 0)
{
    return Fail(arguments.Errors[0].Message);
}

command.SetAction(parsed => Run(parsed.GetValue(csv), parsed.GetValue(column)));
return arguments.Invoke();

static int Run(FileInfo? csv, string? column)
{
    try
    {
        switch (csv, column)
        {
            case (null, null):
                RunRecording();
                return 0;
            case (not null, not null):
                RunColumn(csv.ToString(), column);
                return 0;
            default:
                return Fail("--csv FILE and --column NAME belong together: one was given without the other.");
        }
    }
    catch (Exception error) when (error is InputException or LstmFormatException or IOException)
    {
        return Fail(error.Message);
    }
    catch (InvalidOperationException error)
    {
        Fail(error.Message);
        return 1;
    }
}

static void RunRecording()
{
    var forecaster = new MachineForecast(Data("machine.safetensors"));
    double[][] columns = CsvColumns.Read(Data("machine.csv"), MachineForecast.Columns);
    (Scored scored, float[] inputs) = forecaster.Score(columns);
    Report.Plan(forecaster.Model);
    Report.PyTorch(forecaster.CompareWithPyTorch(inputs));
    Report.Errors(scored, bucket: 10);
    Report.Speed(Timing.Measure(forecaster.Model, forecaster.Weights.Bind(MachineLoad.Shape), inputs));
}

static void RunColumn(string path, string column)
{
    double[] series = CsvColumns.Read(path, column)[0];
    LstmWeights weights = LstmWeights.Load(Data("series.safetensors"), prefix: "lstm.");
    var model = new AnySeries(weights);
    (Scored scored, float[] inputs) = SeriesForecast.Score(model, series, $"{path}, column {column}");
    Report.Plan(model);
    Report.Errors(scored, bucket: 1);
    Report.Speed(Timing.Measure(model, weights.Bind(AnySeries.Shape), inputs));
}

static string Data(string file) => Path.Combine(AppContext.BaseDirectory, "Data", file);

static int Fail(string message)
{
    Console.Error.WriteLine($"error: {message}");
    return 2;
}
