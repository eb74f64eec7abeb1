using System.Globalization;
using LstmGen;
using LstmGen.Samples;
using LstmGen.Samples.AirQuality;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length is not (2 or 3) || (args[0] == "train" && args.Length != 3))
{
    Console.Error.WriteLine("""
        usage: AirQuality train train_2010_2012.csv pm25.safetensors
               AirQuality valid_2013.csv pm25.safetensors [pm25_expected.csv]
        """);
    return 2;
}

try
{
    if (args[0] == "train")
    {
        Training.Run(args[1], args[2]);
        return 0;
    }

    (float[] pm, float[] features) = Hours.Read(args[0]);
    var forecaster = new Forecaster(args[1]);
    float[] forecast = forecaster.Forecast(features);
    Console.WriteLine($"PM2.5 one hour ahead, {pm.Length:N0} hours, µg/m³      RMSE     MAE");
    Print("last value", pm);
    Print("LSTM, 2 layers of 64 units", forecast);
    return args.Length == 2 || MatchesPyTorch(forecast, args[2], forecaster.SeriesScale) ? 0 : 1;

    // Pairs of hours that were both read.
    void Print(string name, float[] forecast)
    {
        double[] errors = [.. Enumerable.Range(1, Math.Max(pm.Length - 1, 0))
            .Where(t => !float.IsNaN(pm[t - 1]) && !float.IsNaN(pm[t]))
            .Select(t => (double)forecast[t - 1] - pm[t])];
        if (errors.Length == 0)
        {
            throw new InputException($"{args[0]}: no two hours in a row have a reading of PM2.5.");
        }

        Console.WriteLine($"{$"{name} ({errors.Length:N0} pairs)",-46} {Math.Sqrt(errors.Average(e => e * e)),7:F2} {errors.Average(Math.Abs),7:F2}");
    }
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException or InputException or LstmFormatException)
{
    Console.Error.WriteLine($"error: {error.Message}");
    return 2;
}

static bool MatchesPyTorch(float[] forecast, string path, float scale)
{
    const double Bound = 1e-5;
    const string Header = "forecast"; // as train_pm25.py writes it
    string[] lines = File.ReadAllLines(path);
    if (lines.Length != forecast.Length + 1 || lines[0] != Header)
    {
        throw new InputException($"{path}: {lines.Length} lines, the first \"{lines.FirstOrDefault()}\"; the line {Header} and {forecast.Length} forecasts were expected.");
    }

    double largest = 0;
    bool equal = true;
    for (int t = 0; t < forecast.Length; t++)
    {
        if (!float.TryParse(lines[t + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out float expected))
        {
            throw new InputException($"{path}, line {t + 2}: \"{lines[t + 1]}\" is not a number.");
        }

        double difference = forecast[t].Equals(expected) ? 0 : Math.Abs((double)forecast[t] - expected) / scale; // Equals: NaN before the first reading
        largest = Math.Max(largest, difference);
        equal &= difference <= Bound;
    }

    Console.WriteLine($"Largest difference from PyTorch's forecasts: {largest:G3} of the series' scale ({scale:F1} µg/m³); at most {Bound:G1} is {(equal ? "met" : "NOT met")}.");
    return equal;
}
