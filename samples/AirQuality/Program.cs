using System.Globalization;
using LstmGen;
using LstmGen.Samples.AirQuality;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length is not (2 or 3))
{
    Console.Error.WriteLine("usage: AirQuality valid_2013.csv pm25.safetensors [pm25_expected.csv]");
    return 2;
}

try
{
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
        double[] errors = [.. Enumerable.Range(0, pm.Length - 1).Where(t => !float.IsNaN(pm[t]) && !float.IsNaN(pm[t + 1])).Select(t => (double)forecast[t] - pm[t + 1])];
        Console.WriteLine($"{$"{name} ({errors.Length:N0} pairs)",-46} {Math.Sqrt(errors.Average(e => e * e)),7:F2} {errors.Average(Math.Abs),7:F2}");
    }
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException or LstmFormatException or CsvHelper.CsvFormatException or ArgumentException)
{
    Console.Error.WriteLine($"error: {error.Message}");
    return 2;
}

static bool MatchesPyTorch(float[] forecast, string path, float scale)
{
    const double Bound = 1e-5;
    float[] expected = [.. File.ReadLines(path).Skip(1).Select(line => float.Parse(line, CultureInfo.InvariantCulture))];
    if (expected.Length != forecast.Length)
    {
        Console.Error.WriteLine($"error: {path}: {expected.Length} forecasts; {forecast.Length} were expected.");
        return false;
    }

    double largest = forecast.Zip(expected, (a, b) => float.IsNaN(a) && float.IsNaN(b) ? 0 : Math.Abs((double)a - b)).Max() / scale;
    bool equal = largest <= Bound;
    Console.WriteLine($"Largest difference from PyTorch's forecasts: {largest:G3} of the series' scale ({scale:F1} µg/m³); at most {Bound:G1} is {(equal ? "met" : "NOT met")}.");
    return equal;
}
