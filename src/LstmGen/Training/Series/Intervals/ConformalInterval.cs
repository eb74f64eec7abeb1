using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>
/// Intervals that hold the next value with at least a given probability, whatever the model, by its errors on n pairs that it was not trained on
/// (split conformal prediction, Lei et al. 2018; conformalised quantile regression, Romano, Patterson and Candes 2019).
/// </summary>
/// <remarks>
/// The margin is the ceil((n + 1) coverage)-th smallest error. Where the n pairs and the next are exchangeable, the value is within the interval with
/// a probability of at least the coverage, and at most 1 / (n + 1) more where no errors are equal. Rows of a series are that only as far as its
/// errors do not change with time: calibrate on the rows just before those forecast.
/// </remarks>
public sealed class ConformalInterval
{
    private const string Kind = "conformal";

    /// <summary>A known margin.</summary>
    /// <param name="coverage">Above 0 and below 1.</param>
    /// <param name="margin">Finite; below 0 it makes intervals smaller, which only those of quantiles can be.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ConformalInterval(double coverage, float margin)
    {
        CheckCoverage(coverage);
        if (!float.IsFinite(margin))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "A finite number was expected.");
        }

        (Coverage, Margin) = (coverage, margin);
    }

    /// <summary>The probability asked for.</summary>
    public double Coverage { get; }

    /// <summary>What a forecast, or each of two quantiles, is moved by; in the units of the forecasts.</summary>
    public float Margin { get; }

    /// <summary>From forecasts and what came: an error is their absolute difference.</summary>
    /// <param name="forecasts">[n], finite.</param>
    /// <param name="targets">[n]; a pair whose target is NaN is left out.</param>
    /// <param name="coverage">Above 0 and below 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, a number is not finite, or there are too few pairs for the coverage.</exception>
    public static ConformalInterval OfForecasts(ReadOnlySpan<float> forecasts, ReadOnlySpan<float> targets, double coverage)
        => OfQuantiles(forecasts, forecasts, targets, coverage);

    /// <summary>From two quantiles and what came: an error is how far the value lies outside, or, below 0, within.</summary>
    /// <param name="lower">[n], finite.</param>
    /// <param name="upper">[n], finite.</param>
    /// <param name="targets">[n]; a pair whose target is NaN is left out.</param>
    /// <param name="coverage">Above 0 and below 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, a number is not finite, or there are too few pairs for the coverage.</exception>
    public static ConformalInterval OfQuantiles(ReadOnlySpan<float> lower, ReadOnlySpan<float> upper, ReadOnlySpan<float> targets, double coverage)
    {
        CheckCoverage(coverage);
        IntervalScores.CheckLengths(lower, upper, targets);
        var errors = new List<double>(targets.Length);
        for (int at = 0; at < targets.Length; at++)
        {
            if (!float.IsNaN(targets[at]))
            {
                double error = Math.Max((double)lower[at] - targets[at], (double)targets[at] - upper[at]);
                errors.Add(double.IsFinite(error) ? error : throw new ArgumentException(FormattableString.Invariant(
                    $"Pair {at} is {lower[at]} to {upper[at]} for {targets[at]}; finite numbers were expected.")));
            }
        }

        // In decimal, where 100 * 0.07 is 7 and not a little more.
        decimal rank = Math.Ceiling((errors.Count + 1m) * (decimal)coverage);
        if (rank > errors.Count)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"There are {errors.Count} pairs; at least {Math.Ceiling((decimal)coverage / Math.Max(1 - (decimal)coverage, 1e-9m))} were expected for a coverage of {coverage}."));
        }

        errors.Sort();
        double margin = errors[Math.Max((int)rank, 1) - 1];
        return new ConformalInterval(coverage, RoundedUp(margin));
    }

    /// <summary>The interval around a forecast.</summary>
    public ForecastInterval Around(float forecast) => Around(forecast, forecast);

    /// <summary>The interval of two quantiles, wider by the margin on both sides; where they are in the other order then, both are their middle.</summary>
    public ForecastInterval Around(float lower, float upper)
    {
        double least = (double)lower - Margin, most = (double)upper + Margin;
        return least <= most ? new((float)least, (float)most) : new((float)((least + most) / 2), (float)((least + most) / 2));
    }

    /// <summary>The numbers, exact, as an entry of a weight file's metadata.</summary>
    /// <param name="name">Of this interval, where a file has several, such as the horizon.</param>
    public KeyValuePair<string, string> ToMetadata(string name = "interval")
    {
        ArgumentNullException.ThrowIfNull(name);
        return SeriesMetadata.Entry(Kind, name, json =>
        {
            json.WriteNumber("coverage", Coverage);
            SeriesMetadata.Write(json, "margin", [Margin]);
        });
    }

    /// <summary>Reads what <see cref="ToMetadata"/> gave.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Of the interval.</param>
    /// <exception cref="LstmFormatException">The file has no such interval, or its text is damaged.</exception>
    public static ConformalInterval FromMetadata(SafetensorsFile file, string name = "interval")
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(name);
        return SeriesMetadata.Read(file, Kind, name, json =>
        {
            float[] margin = SeriesMetadata.Floats(json, "margin");
            return margin.Length == 1
                ? new ConformalInterval(SeriesMetadata.Number(json, "coverage"), margin[0])
                : throw new FormatException($"there are {margin.Length} margins; one was expected");
        });
    }

    /// <summary>The least float that is not less, so that rounding takes no value out of its interval.</summary>
    private static float RoundedUp(double value) => (float)value < value ? MathF.BitIncrement((float)value) : (float)value;

    private static void CheckCoverage(double coverage)
    {
        if (!(coverage > 0 && coverage < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "A number above 0 and below 1 was expected.");
        }
    }
}
