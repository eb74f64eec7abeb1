using LstmGen.Formats;

namespace LstmGen.Samples.AirQuality;

/// <summary>The network of train_pm25.py: 14 features of an hour in, the change to the next hour out.</summary>
[LstmModel(hidden: 64, layers: 2, input: 14, output: 1)]
public sealed partial class Pm25;

/// <summary>Network and scaling as train_pm25.py exports them: the state_dict, in which the scaling are the buffers mean, scale and step.</summary>
internal sealed class Forecaster
{
    private readonly Pm25 _model;
    private readonly float[] _mean;
    private readonly float[] _scale;
    private readonly float _step;

    /// <exception cref="LstmFormatException">The file is not what train_pm25.py writes.</exception>
    public Forecaster(string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        _model = new Pm25(LstmWeights.From(file, prefix: "lstm."));
        _mean = Buffer(file, "mean", Pm25.Shape.Input);
        _scale = Buffer(file, "scale", Pm25.Shape.Input);
        _step = Buffer(file, "step", 1)[0];
        LeftOver.Refuse(file, name => name is "mean" or "scale" or "step" || name.StartsWith("lstm.", StringComparison.Ordinal) || name.StartsWith("head.", StringComparison.Ordinal));
        if (Array.IndexOf(_scale, 0) >= 0)
        {
            throw new LstmFormatException($"{path}: tensor scale holds 0 at {Array.IndexOf(_scale, 0)}; scales other than 0 were expected.");
        }
    }

    /// <summary>Standard deviation of PM2.5 in the training years, µg/m³.</summary>
    public float SeriesScale => _scale[0];

    /// <summary>From every hour's features [T, 14] the PM2.5 of the next hour [T], NaN before the first reading.</summary>
    public float[] Forecast(float[] features)
    {
        int width = Pm25.Shape.Input;
        float[] inputs = Scaled(features, _mean, _scale);
        var forecast = new float[features.Length / width];
        _model.Run(inputs, _model.CreateState(), forecast);
        for (int t = 0; t < forecast.Length; t++)
        {
            forecast[t] = features[t * width] + (forecast[t] * _step);
        }

        return forecast;
    }

    /// <summary>Features [T, I] as the network reads them.</summary>
    public static float[] Scaled(float[] features, float[] mean, float[] scale)
    {
        var inputs = new float[features.Length];
        for (int n = 0; n < inputs.Length; n++)
        {
            float scaled = (features[n] - mean[n % mean.Length]) / scale[n % mean.Length];
            inputs[n] = float.IsNaN(scaled) ? 0 : scaled; // as nan_to_num: before the first reading, average
        }

        return inputs;
    }

    private static float[] Buffer(SafetensorsFile file, string name, int length)
    {
        float[] values = file[name].ToFloats();
        return values.Length != length ? throw new LstmFormatException($"{file.Source}: tensor {name} has {values.Length} values; {length} were expected.")
            : !values.All(float.IsFinite) ? throw new LstmFormatException($"{file.Source}: tensor {name} holds a value that is not finite.")
            : values;
    }
}
