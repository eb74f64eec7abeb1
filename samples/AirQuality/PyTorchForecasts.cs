namespace LstmGen.Samples.AirQuality;

/// <summary>Forecasts that train_pm25.py made with the network of the same file.</summary>
internal static class PyTorchForecasts
{
    private const double Bound = 1e-5; // of the deviation of PM2.5

    /// <summary>Whether the expected values, 1, 6 and 24 hours ahead, are the same.</summary>
    /// <exception cref="InputException">The file is not what the script writes.</exception>
    public static bool Match(Forecast[][] forecasts, string path, float[] pm)
    {
        string[] names = [.. Forecaster.Horizons.Select(ahead => $"forecast_{ahead}")];
        double[][] expected = CsvColumns.Read(path, names);
        if (expected[0].Length != pm.Length)
        {
            throw new InputException($"{path}: {expected[0].Length} rows; {pm.Length}, one for each hour, were expected.");
        }

        float[] read = [.. pm.Where(value => !float.IsNaN(value))];
        double mean = read.Average(), scale = Math.Sqrt(read.Average(value => (value - mean) * (value - mean)));
        int first = Array.FindIndex(pm, value => !float.IsNaN(value)); // before it there is nothing to forecast from
        double largest = Enumerable.Range(0, names.Length)
            .Max(at => Enumerable.Range(first, pm.Length - first).Max(hour => Math.Abs(forecasts[at][hour].Mean - expected[at][hour]))) / scale;
        Console.WriteLine($"Largest difference from PyTorch's forecasts: {largest:G3} of the deviation of PM2.5; at most {Bound:G1} is {(largest <= Bound ? "met" : "NOT met")}.");
        return largest <= Bound;
    }
}
