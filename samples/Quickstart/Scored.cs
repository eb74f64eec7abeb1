namespace LstmGen.Samples.Quickstart;

/// <summary>What came, [N], and what was forecast for it by the model and by simpler rules.</summary>
/// <param name="Title">What the series is and which part of it was scored.</param>
/// <param name="Actual">[N]</param>
/// <param name="Forecast">[N]</param>
/// <param name="Baselines">The last value first.</param>
internal sealed record Scored(string Title, double[] Actual, double[] Forecast, IReadOnlyList<Baseline> Baselines)
{
    /// <summary>Root of the mean square of forecast minus actual.</summary>
    public double Rmse(double[] forecast) => Math.Sqrt(Actual.Zip(forecast, (a, f) => (f - a) * (f - a)).Average());

    /// <summary>Mean absolute forecast minus actual.</summary>
    public double Mae(double[] forecast) => Actual.Zip(forecast, (a, f) => Math.Abs(f - a)).Average();
}

/// <summary>A rule anyone could use instead of a model, and its forecasts [N].</summary>
internal sealed record Baseline(string Name, double[] Forecast);
