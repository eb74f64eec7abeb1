using LstmGen.Formats;

namespace LstmGen.Samples.Quickstart;

/// <summary>
/// Forecasts the next value of a column nobody trained for. The first third of the column fits the scaling and warms the state;
/// the rest is scored.
/// </summary>
internal static class SeriesForecast
{
    private const int ShortestSeries = 30;

    // As in Training/train_series.py.
    private const double LargestChange = 8, LargestLevel = 4;

    /// <summary>The scored part of a column [N], and what the model was given [T, 2].</summary>
    /// <exception cref="InputException">The column is too short, or does not change in its first third.</exception>
    public static (Scored Scored, float[] Inputs) Score(AnySeries model, double[] series, string name)
    {
        if (series.Length < ShortestSeries)
        {
            throw new InputException($"{name}: {series.Length} values; at least {ShortestSeries} are needed to fit a scaling and score a forecast.");
        }

        int context = series.Length / 3;
        (float[] inputs, double size) = Features(series, context, name);
        var outputs = new float[series.Length];
        model.Run(inputs, model.CreateState(), outputs);

        // The output after value t forecasts the change to value t + 1.
        var actual = series[context..];
        var last = series[(context - 1)..^1];
        double[] forecast = [.. last.Select((value, n) => value + (size * outputs[context - 1 + n]))];
        return (new Scored($"{name}: the next value, rows {context + 1:N0} to {series.Length:N0}", actual, forecast, [new("last value", last)]), inputs);
    }

    /// <summary>Per value its change in usual changes and its level in standard deviations, both clamped: [T, 2].</summary>
    private static (float[] Inputs, double Size) Features(double[] series, int context, string name)
    {
        double mean = series.Take(context).Average();
        double deviation = Math.Sqrt(series.Take(context).Average(value => (value - mean) * (value - mean)));
        double size = Math.Sqrt(Enumerable.Range(1, context - 1).Average(t => Math.Pow(series[t] - series[t - 1], 2)));
        if (!(size > 0 && double.IsFinite(size) && deviation > 0 && double.IsFinite(deviation)))
        {
            throw new InputException(size == 0 || deviation == 0
                ? $"{name}: the first {context} values are all the same, or all but; a scaling cannot be fitted to them."
                : $"{name}: the values are too large for the squares of their changes to be finite.");
        }

        var inputs = new float[series.Length * AnySeries.Shape.Input];
        for (int t = 0; t < series.Length; t++)
        {
            double change = t == 0 ? 0 : series[t] - series[t - 1];
            inputs[2 * t] = (float)Math.Clamp(change / size, -LargestChange, LargestChange);
            inputs[(2 * t) + 1] = (float)Math.Clamp((series[t] - mean) / deviation, -LargestLevel, LargestLevel);
        }

        return (inputs, size);
    }
}
