namespace LstmGen.Training;

/// <summary>
/// Forecasts that need no training, to be beaten (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, "Some simple forecasting
/// methods"); for a linear one see <see cref="LinearForecast"/>. They look at a history alone, pass over NaN, allocate nothing, and give NaN where there is nothing to go by.
/// </summary>
public static class SeriesBaselines
{
    /// <summary>The last value, for every row ahead.</summary>
    /// <param name="history">[T], the oldest first; NaN is missing.</param>
    /// <param name="forecast">The rows after it, written.</param>
    public static void LastValue(ReadOnlySpan<float> history, Span<float> forecast)
    {
        int last = LastPresent(history);
        forecast.Fill(last < 0 ? float.NaN : history[last]);
    }

    /// <summary>The value of a season before; of two seasons before where that is missing, and so on. Beyond one season ahead the last season repeats.</summary>
    /// <param name="history">[T], the oldest first; NaN is missing.</param>
    /// <param name="season">Rows of a season, at least 1: 24 for hours of a day, 7 for days of a week.</param>
    /// <param name="forecast">The rows after it, written.</param>
    /// <exception cref="ArgumentOutOfRangeException">The season is less than 1.</exception>
    public static void SeasonalNaive(ReadOnlySpan<float> history, int season, Span<float> forecast)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        for (int ahead = 0; ahead < forecast.Length; ahead++)
        {
            long at = (long)history.Length - season + (ahead % season);
            while (at >= 0 && float.IsNaN(history[(int)at]))
            {
                at -= season;
            }

            forecast[ahead] = at < 0 ? float.NaN : history[(int)at];
        }
    }

    /// <summary>The straight line through the first and the last value, gone on; a history of one value is that value.</summary>
    /// <param name="history">[T], the oldest first; NaN is missing.</param>
    /// <param name="forecast">The rows after it, written.</param>
    public static void Drift(ReadOnlySpan<float> history, Span<float> forecast)
    {
        int last = LastPresent(history), first = 0;
        while (first < last && float.IsNaN(history[first]))
        {
            first++;
        }

        for (int ahead = 0; ahead < forecast.Length; ahead++)
        {
            forecast[ahead] = last < 0 ? float.NaN
                : last == first ? history[last]
                : (float)(history[last] + (((double)history[last] - history[first]) * (history.Length - last + ahead) / (last - first)));
        }
    }

    private static int LastPresent(ReadOnlySpan<float> history)
    {
        int last = history.Length - 1;
        while (last >= 0 && float.IsNaN(history[last]))
        {
            last--;
        }

        return last;
    }
}
