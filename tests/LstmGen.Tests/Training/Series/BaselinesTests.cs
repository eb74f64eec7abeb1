using LstmGen.Training;

namespace LstmGen.Tests.Training.Series;

/// <summary>Baselines against their definitions, worked out by hand or by slow methods.</summary>
public sealed class BaselinesTests
{
    private const float N = float.NaN;

    [Fact]
    public void NaiveForecastsAreTheirDefinitions()
    {
        float[] forecast = new float[5];
        float[] history = [N, 2, 4, 8, N, 16, N];
        SeriesBaselines.LastValue(history, forecast);
        Assert.Equal([16, 16, 16, 16, 16], forecast);
        SeriesBaselines.SeasonalNaive(history, 3, forecast);
        Assert.Equal([2, 16, 8, 2, 16], forecast); // rows 4, 5 and 6, of which 4 and 6 are missing: 1 and 3 in their place
    }

    [Fact]
    public void ASeasonBeforeIsTakenWhereTheLastIsMissing()
    {
        float[] forecast = new float[7];
        SeriesBaselines.SeasonalNaive([1, 2, 3, 4, N, 6, N, N, 9], 3, forecast);
        Assert.Equal([4, 2, 9, 4, 2, 9, 4], forecast);
        SeriesBaselines.SeasonalNaive([1, N], 3, forecast);
        Assert.Equal([N, 1, N, N, 1, N, N], forecast);
    }

    [Fact]
    public void DriftGoesOnAlongTheLineFromTheFirstToTheLastValue()
    {
        float[] forecast = new float[3];
        SeriesBaselines.Drift([1, 7, 2, 4], forecast);
        Assert.Equal([5, 6, 7], forecast);
        SeriesBaselines.Drift([N, 1, 7, 2, 4, N], forecast);
        Assert.Equal([6, 7, 8], forecast);
        SeriesBaselines.Drift([N, 3], forecast);
        Assert.Equal([3, 3, 3], forecast);
        foreach (float[] none in new[] { [], new[] { N, N } })
        {
            SeriesBaselines.Drift(none, forecast);
            Assert.Equal([N, N, N], forecast);
            SeriesBaselines.LastValue(none, forecast);
            Assert.Equal([N, N, N], forecast);
        }
    }

    [Fact]
    public void ALinearRuleIsFoundAndForecast()
    {
        // y(t+1) = 0.6 y(t) - 0.3 y(t-1) + 2 x(t) - k(t+1) + 5
        (float[] series, int rows) = Linear(noise: 0, seed: 1);
        LinearForecast fitted = LinearForecast.Fit(series, 3, new SeriesPart(0, rows - 1), Options);
        float[] forecast = new float[1];
        fitted.Forecast(series, rows - 2, forecast);
        Assert.Equal(series[(rows - 1) * 3], forecast[0], 1e-4f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void NoOtherCoefficientsHaveASmallerPenalisedError(double ridge)
    {
        (float[] series, int rows) = Linear(noise: 1, seed: 2);
        LinearForecastOptions options = Options with { Ridge = ridge, Horizons = [2] };
        LinearForecast fitted = LinearForecast.Fit(series, 3, SeriesPart.All(rows), options);
        double[][] features = [.. Enumerable.Range(1, rows - 3).Select(t => Features(series, t, 2))];
        double[] targets = [.. Enumerable.Range(1, rows - 3).Select(t => (double)series[(t + 2) * 3])];

        // The coefficients, from forecasts of made-up rows: the function is linear.
        double constant = Forecast(fitted, [0, 0, 0, 0]);
        double[] coefficients = [.. Enumerable.Range(0, 4).Select(k => Forecast(fitted, [.. Enumerable.Range(0, 4).Select(j => j == k ? 1.0 : 0)]) - constant)];
        double[] deviations = [.. Enumerable.Range(0, 4).Select(k => Deviation([.. features.Select(row => row[k])]))];
        double best = Cost(coefficients, constant);
        var random = new Random(3);
        for (int trial = 0; trial < 200; trial++)
        {
            double[] other = [.. coefficients.Select(value => value + ((random.NextDouble() - 0.5) * 0.02))];
            Assert.True(Cost(other, constant + ((random.NextDouble() - 0.5) * 0.02)) > best - 1e-6);
        }

        double Cost(double[] c, double b) => features.Select((row, n) => Math.Pow(row.Zip(c, (x, w) => x * w).Sum() + b - targets[n], 2)).Average()
            + (ridge * c.Select((w, k) => w * w * deviations[k] * deviations[k]).Sum());
    }

    [Fact]
    public void MissingRowsAreLeftOutAndForecastsFromThemAreMissing()
    {
        (float[] series, int rows) = Linear(noise: 0, seed: 4);
        series[30] = N;
        series[61] = N;
        LinearForecast fitted = LinearForecast.Fit(series, 3, SeriesPart.All(rows), Options);
        float[] forecast = new float[1];
        fitted.Forecast(series, 50, forecast);
        Assert.Equal(series[51 * 3], forecast[0], 1e-4f);
        fitted.Forecast(series, 20, forecast);
        Assert.True(float.IsNaN(forecast[0]));
    }

    [Fact]
    public void AColumnThatSaysNothingNewGetsNoCoefficient()
    {
        (float[] series, int rows) = Linear(noise: 1, seed: 5);
        float[] doubled = [.. series.Chunk(3).SelectMany(row => (float[])[.. row, row[1] * 2, 7])];
        var once = LinearForecast.Fit(series, 3, SeriesPart.All(rows), Options);
        var twice = LinearForecast.Fit(doubled, 5, SeriesPart.All(rows), Options with { Columns = [1, 3, 4] });
        float[] expected = new float[1], found = new float[1];
        for (int row = 1; row < rows - 1; row++)
        {
            once.Forecast(series, row, expected);
            twice.Forecast(doubled, row, found);
            Assert.Equal(expected[0], found[0], 1e-4f);
        }
    }

    [Fact]
    public void RowsAfterTheTrainingPartDoNotShow()
    {
        (float[] series, int rows) = Linear(noise: 1, seed: 6);
        float[] changed = [.. series[..(100 * 3)], .. Enumerable.Repeat(1e6f, (rows - 100) * 3)];
        float[] one = new float[1], other = new float[1];
        LinearForecast.Fit(series, 3, new SeriesPart(0, 100), Options).Forecast(series, 50, one);
        LinearForecast.Fit(changed, 3, new SeriesPart(0, 100), Options).Forecast(series, 50, other);
        Assert.Equal(one, other);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        (float[] series, int rows) = Linear(noise: 1, seed: 7);
        SeriesPart all = SeriesPart.All(rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesBaselines.SeasonalNaive([1], 0, []));
        foreach (LinearForecastOptions bad in new[]
        {
            Options with { Lags = 0 }, Options with { Horizons = [] }, Options with { Horizons = [0] }, Options with { Horizons = [2, 2] }, Options with { TargetColumn = 3 },
            Options with { Columns = [-1] }, Options with { KnownColumns = [3] }, Options with { Ridge = -1 }, Options with { Ridge = double.NaN }, Options with { Lags = 500 },
        })
        {
            Assert.ThrowsAny<ArgumentException>(() => LinearForecast.Fit(series, 3, all, bad));
        }

        LinearForecast fitted = LinearForecast.Fit(series, 3, all, Options);
        float[] forecast = new float[1];
        Assert.Throws<ArgumentOutOfRangeException>(() => fitted.Forecast(series, 0, forecast));
        Assert.Throws<ArgumentOutOfRangeException>(() => fitted.Forecast(series, rows - 1, forecast));
        Assert.Throws<ArgumentException>(() => fitted.Forecast(series, 5, new float[2]));
        Allocated.Nothing(() => fitted.Forecast(series, 5, forecast));
    }

    private static LinearForecastOptions Options => new() { Lags = 2, Columns = [1], KnownColumns = [2] };

    private static double[] Features(float[] series, int t, int ahead) => [series[t * 3], series[(t - 1) * 3], series[(t * 3) + 1], series[((t + ahead) * 3) + 2]];

    private static double Forecast(LinearForecast fitted, double[] features)
    {
        float[] rows = [(float)features[1], 0, 0, (float)features[0], (float)features[2], 0, 0, 0, 0, 0, 0, (float)features[3]];
        float[] forecast = new float[1];
        fitted.Forecast(rows, 1, forecast);
        return forecast[0];
    }

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));

    private static (float[] Series, int Rows) Linear(double noise, int seed)
    {
        const int rows = 200;
        var random = new Random(seed);
        float[] series = new float[rows * 3];
        for (int t = 0; t < rows; t++)
        {
            (series[(t * 3) + 1], series[(t * 3) + 2]) = (random.NextSingle(), random.NextSingle() * 3);
            series[t * 3] = t < 2 ? random.NextSingle() : (float)((0.6 * series[(t - 1) * 3]) - (0.3 * series[(t - 2) * 3])
                + (2 * series[((t - 1) * 3) + 1]) - series[(t * 3) + 2] + 5 + (noise * (random.NextDouble() - 0.5)));
        }

        return (series, rows);
    }
}
