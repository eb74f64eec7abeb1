namespace LstmGen.Training;

/// <summary>Errors of forecasts as functions: means over pairs, in double, NaN where there are none.</summary>
public static class ForecastErrors
{
    /// <summary>The mean of |forecast - value|.</summary>
    /// <param name="forecasts">Forecasts.</param>
    /// <param name="values">What came, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not finite.</exception>
    public static double MeanAbsolute(ReadOnlySpan<float> forecasts, ReadOnlySpan<float> values) => Mean(new AbsoluteTerm(1), forecasts, values);

    /// <summary>The root of the mean of (forecast - value)^2.</summary>
    /// <param name="forecasts">Forecasts.</param>
    /// <param name="values">What came, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not finite.</exception>
    public static double RootMeanSquared(ReadOnlySpan<float> forecasts, ReadOnlySpan<float> values) => Mean(new SquaredTerm(1), forecasts, values);

    /// <summary>The mean of 200 |forecast - value| / (|forecast| + |value|), 0 where both are 0: sMAPE of the M3 and M4 competitions, 0 to 200.</summary>
    /// <param name="forecasts">Forecasts.</param>
    /// <param name="values">What came, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not finite.</exception>
    public static double Smape(ReadOnlySpan<float> forecasts, ReadOnlySpan<float> values) => Mean(new SmapeTerm(1, 0), forecasts, values);

    /// <summary>The mean pinball loss: with e = value - forecast, q e where e is positive, else (q - 1) e.</summary>
    /// <param name="forecasts">[rows, quantiles]: of each value the forecasts of all quantiles together.</param>
    /// <param name="values">[rows]: what came.</param>
    /// <param name="quantiles">One or more, each above 0 and below 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, a value is not finite, or a quantile is out of range.</exception>
    public static double Pinball(ReadOnlySpan<float> forecasts, ReadOnlySpan<float> values, params ReadOnlySpan<float> quantiles)
        => Mean(new PinballTerm(1, Checked(quantiles)), forecasts, values);

    /// <summary>A copy of quantiles, each of which is one.</summary>
    internal static float[] Checked(ReadOnlySpan<float> quantiles)
    {
        LstmLoss.Quantile(quantiles);
        return quantiles.ToArray();
    }

    private static double Mean<TTerm>(TTerm term, ReadOnlySpan<float> forecasts, ReadOnlySpan<float> values)
        where TTerm : struct, IElementTerm
    {
        var metric = new ElementMetric<TTerm>("", term);
        metric.Add(forecasts, values, mask: [], term.OutputsPerTarget);
        return metric.Value;
    }
}
