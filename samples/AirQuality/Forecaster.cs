using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.AirQuality;

/// <summary>The columns of an hour in; out, for each of three horizons, five quantiles of how PM2.5 changes until then.</summary>
[LstmModel(hidden: 64, layers: 2, input: 18, output: 15)]
public sealed partial class Pm25;

/// <summary>The same with weights of 16 bits.</summary>
[LstmModel(hidden: 64, layers: 2, input: 18, output: 15, Weights = LstmNumbers.Int16, Training = false)]
public sealed partial class Pm25Int16;

/// <summary>The same with weights of 8 bits.</summary>
[LstmModel(hidden: 64, layers: 2, input: 18, output: 15, Weights = LstmNumbers.Int8, Training = false)]
public sealed partial class Pm25Int8;

/// <summary>What a forecast says of one hour: what is expected, and between what bounds PM2.5 lies in four of five cases. µg/m³.</summary>
internal readonly record struct Forecast(float Mean, ForecastInterval Interval);

/// <summary>A network with its scalings and margins, all of one file. Hours come one by one, as they do from a station.</summary>
internal sealed class Forecaster
{
    public const double Coverage = 0.8;

    public static readonly int[] Horizons = [1, 6, 24];

    /// <summary>The middles of five shares of a fifth: their mean is about the mean. The outer two bound what is between.</summary>
    public static readonly float[] Quantiles = [0.1f, 0.3f, 0.5f, 0.7f, 0.9f];

    private static readonly string[] s_horizons = [.. Horizons.Select(hours => $"{hours} h")];

    private static readonly LstmModelChoice s_classes = new LstmModelChoice().Add<Pm25>().Add<Pm25Int16>().Add<Pm25Int8>();

    private readonly ILstmRuntimeModel _model;
    private readonly SeriesScaler _inputs;
    private readonly SeriesScaler _changes;
    private readonly ConformalInterval[] _intervals;
    private readonly LstmState _state;
    private readonly float[] _hour = new float[Pm25.Shape.Input];
    private readonly float[] _outputs = new float[Pm25.Shape.Output];
    private float _last = float.NaN;

    /// <param name="weights">Of the network.</param>
    /// <param name="inputs">Of the columns.</param>
    /// <param name="changes">Of the changes, one column for each horizon.</param>
    /// <param name="intervals">One for each horizon.</param>
    /// <param name="numbers">What the network holds its weights as.</param>
    public Forecaster(LstmWeights weights, SeriesScaler inputs, SeriesScaler changes, ConformalInterval[] intervals, LstmNumbers numbers = LstmNumbers.Single)
    {
        (_inputs, _changes, _intervals) = (inputs, changes, intervals);
        _model = s_classes.Create(new(new LstmModelAttribute(Pm25.Shape.Hidden, Pm25.Shape.Layers, Pm25.Shape.Input, Pm25.Shape.Output) { Weights = numbers }), weights);
        _state = _model.CreateState();
    }

    /// <exception cref="LstmFormatException">The file is not what <see cref="Save"/> or train_pm25.py writes.</exception>
    public static Forecaster Load(string path, LstmNumbers numbers = LstmNumbers.Single)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        LeftOver.Refuse(file, name => name.StartsWith("lstm.", StringComparison.Ordinal) || name.StartsWith("head.", StringComparison.Ordinal));
        return new Forecaster(
            LstmWeights.From(file, prefix: "lstm."),
            SeriesScaler.FromMetadata(file, Hours.Names),
            SeriesScaler.FromMetadata(file, s_horizons, "changes"),
            [.. s_horizons.Select(name => ConformalInterval.FromMetadata(file, name))],
            numbers);
    }

    /// <summary>One file is the model: weights, scalings, margins.</summary>
    public void Save(string path, LstmParameters parameters) => parameters.Save(
        path,
        [_inputs.ToMetadata(Hours.Names), _changes.ToMetadata(s_horizons, "changes"), .. _intervals.Select((interval, at) => interval.ToMetadata(s_horizons[at]))],
        prefix: "lstm.");

    /// <summary>Takes an hour and forecasts from it. Before the first reading there is nothing to forecast from: NaN.</summary>
    /// <param name="hour">Its columns.</param>
    /// <param name="forecasts">One for each horizon, written.</param>
    public void Next(ReadOnlySpan<float> hour, Span<Forecast> forecasts)
    {
        _last = float.IsNaN(hour[0]) ? _last : hour[0];
        _inputs.Transform(hour, _hour);
        _hour[0] = float.IsNaN(_last) ? 0 : _inputs.Transform(0, _last); // as SeriesMissing.Fill
        _model.Run(_hour, _state, _outputs);
        for (int at = 0; at < Horizons.Length; at++)
        {
            Span<float> quantiles = _outputs.AsSpan(at * Quantiles.Length, Quantiles.Length);
            float sum = 0;
            foreach (ref float quantile in quantiles)
            {
                quantile = _last + _changes.Inverse(at, quantile);
                sum += quantile;
            }

            if (float.IsNaN(_last))
            {
                forecasts[at] = new(float.NaN, new(float.NaN, float.NaN));
                continue;
            }

            QuantileForecast.Sort(quantiles, Quantiles.Length);
            ForecastInterval interval = _intervals[at].Around(quantiles[0], quantiles[^1]);
            forecasts[at] = new(Math.Max(sum / Quantiles.Length, 0), new(Math.Max(interval.Lower, 0), Math.Max(interval.Upper, 0)));
        }
    }

    /// <summary>Forecasts from every hour, the first of them without a history: [horizons][T].</summary>
    public Forecast[][] Run(Hours hours)
    {
        _state.Reset();
        _last = float.NaN;
        Forecast[][] all = [.. Horizons.Select(_ => new Forecast[hours.Count])];
        Span<Forecast> now = new Forecast[Horizons.Length];
        for (int hour = 0; hour < hours.Count; hour++)
        {
            Next(hours[hour], now);
            for (int at = 0; at < now.Length; at++)
            {
                all[at][hour] = now[at];
            }
        }

        return all;
    }
}
