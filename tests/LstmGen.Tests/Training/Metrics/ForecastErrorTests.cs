using LstmGen.Training;

namespace LstmGen.Tests.Training.Metrics;

/// <summary>Errors of forecasts against plain formulas, scaled and not.</summary>
public sealed class ForecastErrorTests
{
    [Property(MaxTest = 200)]
    public void Errors_are_those_of_their_formulas(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(1, 50);
        float[] f = Trainables.Floats(random, rows, 5), y = Trainables.Floats(random, rows, 5);
        float scale = 0.5f + random.NextSingle(), offset = random.NextSingle() - 0.5f;
        double[] e = [.. f.Zip(y, (a, b) => (double)a - b)];
        double[] F = [.. f.Select(x => ((double)x * scale) + offset)], Y = [.. y.Select(x => ((double)x * scale) + offset)];
        double mae = e.Average(Math.Abs), rmse = Math.Sqrt(e.Average(x => x * x));
        Near(mae, ForecastErrors.MeanAbsolute(f, y));
        Near(rmse, ForecastErrors.RootMeanSquared(f, y));
        Near(f.Zip(y, (a, b) => 200 * Math.Abs((double)a - b) / (Math.Abs((double)a) + Math.Abs((double)b))).Average(), ForecastErrors.Smape(f, y));
        Near(mae * scale, Value(LstmMetric.MeanAbsoluteError(scale)));
        Near(rmse * scale, Value(LstmMetric.RootMeanSquaredError(scale)));
        Near(F.Zip(Y, (a, b) => 200 * Math.Abs(a - b) / (Math.Abs(a) + Math.Abs(b))).Average(), Value(LstmMetric.Smape(scale, offset)));
        double quarter = e.Average(x => x < 0 ? -0.25 * x : 0.75 * x);
        Near(quarter, ForecastErrors.Pinball(f, y, 0.25f));
        Near(quarter * scale, Value(LstmMetric.Pinball(scale, 0.25f)));

        double Value(LstmMetric metric)
        {
            // Rows that do not count hold what none may.
            metric.Add([.. f, float.NaN], [.. y, float.NaN], [.. f.Select(_ => 0.25f), 0], 1);
            return metric.Value;
        }
    }

    [Fact]
    public void Quantiles_of_a_target_lie_together()
    {
        // Of 10: at 0.1 9 (1 below: 0.1), at 0.9 14 (4 above: 0.4). Of 0: at 0.1 -1 (0.1), at 0.9 -2 (2 below: 1.8).
        Assert.Equal(2.4 / 4, ForecastErrors.Pinball([9, 14, -1, -2], [10, 0], 0.1f, 0.9f), 1e-7);
        LstmMetric metric = LstmMetric.Pinball(2, 0.1f, 0.9f);
        metric.Add([9, 14, -1, -2], [10, 0], [], 4);
        Assert.Equal(2 * 2.4 / 4, metric.Value, 1e-7);
        Assert.Equal(LstmLoss.Quantile(0.1f, 0.9f).Evaluate([9, 14, -1, -2], [10, 0], [], 4, []), ForecastErrors.Pinball([9, 14, -1, -2], [10, 0], 0.1f, 0.9f), 1e-15);
    }

    [Fact]
    public void Both_zero_is_no_error_and_one_zero_the_largest()
    {
        Assert.Equal(0, ForecastErrors.Smape([0], [0]));
        Assert.Equal(200, ForecastErrors.Smape([3], [0]));
        Assert.Equal(200, ForecastErrors.Smape([-3], [3]));
    }

    private static void Near(double expected, double found) => Assert.Equal(expected, found, 1e-12 * Math.Max(1, Math.Abs(expected)));
}
