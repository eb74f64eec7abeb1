using System.CommandLine;
using System.Globalization;
using LstmGen.Training;

namespace LstmGen.Samples.AirQuality;

/// <summary>Reads, trains or loads, scores beside baselines, draws.</summary>
internal static class Job
{
    private const int Season = 24;

    private static readonly Option<string?> s_expected = new("--expected") { Description = "Forecasts of train_pm25.py that those of --load must equal.", HelpName = "FILE" };

    private static readonly Option<LstmNumbers> s_numbers = WeightsOption.Create();

    public static int Run(string[] args) => new SampleCommand(
        "Forecasts PM2.5 1, 6 and 24 hours ahead, with intervals that hold four of five values.", data: "train_2010_2012.csv and valid_2013.csv", epochs: 60)
    {
        s_expected, s_numbers,
    }.Run(args, Run);

    private static bool Run(SampleRun run)
    {
        (Hours past, Hours hours) = run.Data is null
            ? Cut(MadeUpAir.Make(12_000, seed: 1), 9_000)
            : (Hours.Read(run.DataFile("train_2010_2012.csv")), Hours.Read(run.DataFile("valid_2013.csv")));
        Forecaster forecaster;
        if (run.Load is not null)
        {
            forecaster = Forecaster.Load(run.Load, run.Get(s_numbers));
        }
        else
        {
            (forecaster, LstmParameters parameters) = Training.Run(past, run, run.Get(s_numbers));
            if (run.Save is not null)
            {
                forecaster.Save(run.Save, parameters);
            }
        }

        Forecast[][] forecasts = forecaster.Run(hours);
        for (int at = 0; at < Forecaster.Horizons.Length; at++)
        {
            Print(past, hours, forecasts[at], Forecaster.Horizons[at]);
        }

        if (run.Picture is not null)
        {
            Draw(hours, forecasts, run.Picture);
        }

        return run.Get(s_expected) is not string expected || PyTorchForecasts.Match(forecasts, expected, hours.Pm);
    }

    private static void Print(Hours past, Hours hours, Forecast[] forecasts, int ahead)
    {
        float[] pm = hours.Pm;
        LinearForecast linear = Linear(past, ahead);
        float[] one = new float[1];
        IntervalScores intervals = Scores.Intervals(forecasts, pm, ahead);
        var table = new MetricTable(
            $"{ahead} h ahead, {intervals.Count:N0} pairs, µg/m³", new("RMSE", "F2"), new("MAE", "F2"), new("within 80 %", "P1"), new("width", "F1"));
        Add("last value", hour => pm[hour]);
        Add("the hour of the day before", hour => hour + ahead < Season ? pm[hour] : pm[hour + ahead - Season] is float value && float.IsNaN(value) ? pm[hour] : value);
        Add("linear, 24 values, weather, calendar", hour =>
        {
            if (hour < Season)
            {
                return pm[hour];
            }

            linear.Forecast(hours.Columns, hour, one);
            return float.IsNaN(one[0]) ? pm[hour] : one[0]; // a gap among the 24
        });
        (double rmse, double mae) = Scores.Errors(hour => forecasts[hour].Mean, pm, ahead);
        table.Add("LSTM, 2 layers of 64 units", rmse, mae, intervals.Coverage, intervals.MeanWidth).Print();
        Console.WriteLine();

        void Add(string name, Func<int, float> forecast)
        {
            (double rmse, double mae) = Scores.Errors(forecast, pm, ahead);
            table.Add(name, rmse, mae, double.NaN, double.NaN);
        }
    }

    /// <summary>A regression on all columns but the mark of what is missing, which a row without gaps never has.</summary>
    private static LinearForecast Linear(Hours past, int ahead) => LinearForecast.Fit(past.Columns, Hours.Names.Length, SeriesPart.All(past.Count), new LinearForecastOptions
    {
        Lags = 24, Horizons = [ahead], Columns = [.. Enumerable.Range(2, Hours.Names.Length - 3)],
    });

    private static (Hours Past, Hours Hours) Cut(Hours all, int at) => (
        new(all.Times[..at], all.Columns[..(at * Hours.Names.Length)]), new(all.Times[at..], all.Columns[(at * Hours.Names.Length)..]));

    /// <summary>Three weeks in the middle: what came, and what was forecast for it.</summary>
    private static void Draw(Hours hours, Forecast[][] forecasts, string path)
    {
        const int Shown = 21 * 24;
        int first = Math.Max(Forecaster.Horizons[^1], (hours.Count - Shown) / 2), end = Math.Min(hours.Count, first + Shown);
        double[] days = [.. Enumerable.Range(first, Math.Max(end - first, 0)).Select(hour => (hour - first) / 24.0)];
        Chart[] charts = [.. Forecaster.Horizons.Select((ahead, at) =>
        {
            Forecast[] made = forecasts[at][(first - ahead)..(end - ahead)];
            return new Chart(
                $"PM2.5, forecast {ahead} h before", string.Create(CultureInfo.InvariantCulture, $"days from {hours.Times[first]:yyyy-MM-dd}"), "µg/m³")
                .Band("80 %", [.. made.Select(f => (double)f.Interval.Lower)], [.. made.Select(f => (double)f.Interval.Upper)], days)
                .Line("expected", [.. made.Select(f => (double)f.Mean)], days)
                .Line("came", [.. hours.Pm[first..end].Select(value => (double)value)], days);
        })];
        Chart.Save(path, 900, 300, charts);
    }
}
