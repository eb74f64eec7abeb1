using LstmGen.Formats;

namespace LstmGen.Samples.Quickstart;

/// <summary>Forecasts how many tasks will want to run on a machine, on average over the next two seconds; as Training/train.py.</summary>
internal sealed class MachineForecast
{
    /// <summary>The columns of the recording that are read, in this order.</summary>
    public static readonly string[] Columns =
        ["tasks_running", "cpu_busy", "cpu_system", "forks_per_s", "memory_used_mib", "io_read_mib_s", "io_write_mib_s"];

    private const int Horizon = 20; // rows of 0.1 s, forecast and looked back on
    private const double ScoredShare = 0.2; // the last rows, which training never saw
    private const double AverageWeight = 0.05; // the best of four on the training rows

    private readonly SafetensorsFile _file;

    /// <summary>Reads the state_dict that train.py exported.</summary>
    /// <exception cref="LstmFormatException">The file does not fit <see cref="MachineLoad"/>.</exception>
    public MachineForecast(string path)
    {
        _file = SafetensorsFile.Load(path);
        Weights = LstmWeights.From(_file, prefix: "lstm.");
        Model = new MachineLoad(Weights);
    }

    public LstmWeights Weights { get; }

    public MachineLoad Model { get; }

    /// <summary>The scored part of the recording [N], and what the model was given [T, 8].</summary>
    public (Scored Scored, float[] Inputs) Score(double[][] columns)
    {
        double[] tasks = columns[0];
        double[] past = Means(tasks);
        float[] inputs = Inputs(columns, past);
        var outputs = new float[tasks.Length];
        Model.Run(inputs, Model.CreateState(), outputs);

        float step = _file["step"].ToFloats()[0];
        double[] forecast = [.. past.Select((level, t) => Math.Exp(Math.Log(1 + level) + (outputs[t] * step)) - 1)];
        int rows = tasks.Length - Horizon; // those whose next two seconds were recorded
        Range scored = (rows - (int)(rows * ScoredShare))..rows;
        return (
            new Scored(
                $"Tasks that want to run, mean of the next 2 s, rows {scored.Start.Value + 1:N0} to {scored.End.Value:N0} of the recording (not trained on)",
                past[Horizon..][scored],
                forecast[scored],
                [
                    new("last value", tasks[scored]),
                    new("mean of the last 2 s", past[scored]),
                    new($"exponential average, weight {AverageWeight}", Exponential(tasks)[scored]),
                ]),
            inputs);
    }

    /// <summary>The model's outputs for the first rows against those that PyTorch computed in the training script.</summary>
    public (int Rows, float Largest) CompareWithPyTorch(float[] inputs)
    {
        float[] expected = _file["expected"].ToFloats();
        var outputs = new float[expected.Length];
        Model.Run(inputs.AsSpan(0, expected.Length * MachineLoad.Shape.Input), Model.CreateState(), outputs);
        return (expected.Length, Difference.Largest(outputs, expected, "PyTorch"));
    }

    /// <summary>Per row eight features, scaled: [T, 8]. Counts are taken as logarithms: a queue doubles as easily at 50 as at 5.</summary>
    private float[] Inputs(double[][] columns, double[] past)
    {
        float[] mean = _file["mean"].ToFloats(), scale = _file["scale"].ToFloats();
        var inputs = new float[past.Length * mean.Length];
        for (int t = 0; t < past.Length; t++)
        {
            double Log(int column, int row) => Math.Log(1 + columns[column][row]);
            double level = Math.Log(1 + past[t]);
            double[] features =
            [
                columns[1][t], columns[2][t], Log(0, t) - level, level, Log(3, t),
                Log(4, t) - Log(4, Math.Max(t - 1, 0)), Log(5, t), Log(6, t),
            ];
            for (int n = 0; n < features.Length; n++)
            {
                inputs[(t * features.Length) + n] = ((float)features[n] - mean[n]) / scale[n];
            }
        }

        return inputs;
    }

    /// <summary>Of every row the mean of it and the rows before it, two seconds in all (fewer at the start).</summary>
    private static double[] Means(double[] values)
        => [.. values.Select((_, t) => values[Math.Max(t - Horizon + 1, 0)..(t + 1)].Average())];

    private static double[] Exponential(double[] values)
    {
        double average = values[0];
        return [.. values.Select(value => average += AverageWeight * (value - average))];
    }
}
