using LstmGen.Training;

namespace LstmGen.Samples.Quickstart;

/// <summary>A series made ready for a model: what it sees and should give at every row, in the order of time.</summary>
/// <param name="Title">What is forecast.</param>
/// <param name="Features">Numbers a row gives the model.</param>
/// <param name="Inputs">[T, Features], as they are; scaled before the model sees them.</param>
/// <param name="Targets">[T]: the change that should be forecast.</param>
/// <param name="Actual">[T]: the value that came.</param>
/// <param name="Forecast">The forecast value of a row and a forecast change.</param>
/// <param name="Split">Rows to train on, to stop by, and to score.</param>
/// <param name="Baselines">Simpler forecasts [T]; the last value first.</param>
internal sealed record Problem(
    string Title, int Features, float[] Inputs, float[] Targets, double[] Actual, Func<int, double, double> Forecast, SeriesSplit Split,
    IReadOnlyList<Baseline> Baselines)
{
    /// <summary>The rows nobody trained on or stopped by, with the forecasts [T] of a model.</summary>
    public Scored Score(double[] forecasts)
    {
        Range test = Split.Test.Start..Split.Test.End;
        return new Scored(
            $"{Title}: rows {Split.Test.Start + 1:N0} to {Split.Test.End:N0}, which training never saw",
            Actual[test], forecasts[test], [.. Baselines.Select(baseline => baseline with { Forecast = baseline.Forecast[test] })]);
    }

    /// <summary>The exponential average of a series [T] as a forecast, with the weight that fits the training rows best.</summary>
    public static Baseline ExponentialAverage(double[] values, double[] actual, SeriesSplit split)
    {
        Range training = split.Training.Start..split.Training.End;
        var candidates = new[] { 0.02, 0.05, 0.1, 0.2, 0.5 }.Select(weight =>
        {
            double average = values[0];
            return new Baseline($"exponential average, weight {weight}", [.. values.Select(value => average += weight * (value - average))]);
        });
        return candidates.MinBy(candidate => new Scored("", actual[training], candidate.Forecast[training], []).Rmse(candidate.Forecast[training]))!;
    }
}
