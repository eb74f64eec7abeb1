using LstmGen.Training;

namespace LstmGen.Samples.AirQuality;

/// <summary>Forecasts beside what came. A pair counts where both its hours were read.</summary>
internal static class Scores
{
    /// <summary>The margin of intervals on some hours.</summary>
    public static ConformalInterval Calibrate(Forecast[] forecasts, float[] pm, int ahead, SeriesPart part)
    {
        int[] hours = [.. Pairs(pm, ahead).Where(hour => hour >= part.Start && hour + ahead < part.End)];
        (float[] lower, float[] upper, float[] came) = Bounds(forecasts, pm, ahead, hours);
        return hours.Length >= 10 ? ConformalInterval.OfQuantiles(lower, upper, came, Forecaster.Coverage) : throw new InputException(
            $"{hours.Length} of the last hours to train with were read {ahead} h apart; at least 10 were expected, to know how wide an interval must be.");
    }

    /// <summary>Root of the mean square, and mean, of the errors of forecasts for <paramref name="ahead"/> hours after each hour.</summary>
    public static (double Rmse, double Mae) Errors(Func<int, float> forecast, float[] pm, int ahead)
    {
        double[] errors = [.. Pairs(pm, ahead).Select(hour => (double)forecast(hour) - pm[hour + ahead]).Where(error => !double.IsNaN(error))];
        return (Math.Sqrt(errors.Average(error => error * error)), errors.Average(Math.Abs));
    }

    public static IntervalScores Intervals(Forecast[] forecasts, float[] pm, int ahead)
    {
        (float[] lower, float[] upper, float[] came) = Bounds(forecasts, pm, ahead, [.. Pairs(pm, ahead)]);
        return IntervalScores.Of(lower, upper, came, Forecaster.Coverage);
    }

    /// <summary>The hours that were read, and whose hour so far ahead was.</summary>
    public static IEnumerable<int> Pairs(float[] pm, int ahead)
        => Enumerable.Range(0, Math.Max(pm.Length - ahead, 0)).Where(hour => !float.IsNaN(pm[hour]) && !float.IsNaN(pm[hour + ahead]));

    private static (float[] Lower, float[] Upper, float[] Came) Bounds(Forecast[] forecasts, float[] pm, int ahead, int[] hours) => (
        [.. hours.Select(hour => forecasts[hour].Interval.Lower)],
        [.. hours.Select(hour => forecasts[hour].Interval.Upper)],
        [.. hours.Select(hour => pm[hour + ahead])]);
}
