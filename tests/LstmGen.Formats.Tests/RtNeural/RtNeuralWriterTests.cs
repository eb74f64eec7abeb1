using System.Text.Json;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats.RtNeural;

public class RtNeuralWriterTests
{
    [Fact]
    public void What_is_written_gives_the_same_by_Kerass_equations()
    {
        // LSTM, LSTM, dense, of another format.
        Expected expected = Expected.Read("TorchJson", "small");
        using JsonDocument written = Written(LstmModelFile.Load(Models.Own("TorchJson", "small.json")));
        Models.Close(Run(written.RootElement, expected.X), expected.Y, 2e-6f);
    }

    [Fact]
    public void A_GRU_and_activations_are_written_too()
    {
        // Without the one layer that the format writes in another way than it reads it.
        string text = File.ReadAllText(Models.Own("RtNeural", "small.json")).Replace("[[[0.2, 0.2, 0.2]]]", "[[[1, 1, 1]]]", StringComparison.Ordinal)
            .Replace("\"type\": \"prelu\", \"activation\": \"\"", "\"type\": \"activation\", \"activation\": \"relu\"", StringComparison.Ordinal).Replace("[[[1, 1, 1]]]", "[]", StringComparison.Ordinal);
        LstmModelFile model = LstmModelFile.Read(System.Text.Encoding.UTF8.GetBytes(text), "relu.json");
        float[] x = Expected.Read("RtNeural", "small").X;
        using JsonDocument written = Written(model);
        Models.Close(Run(written.RootElement, x), DynamicModel.Run(model, x), 2e-6f);
    }

    [Theory]
    [InlineData("RtNeural", "small.json", "the model has Alpha = 0.2 in layer dense0, which RTNeural has no place for.")]
    [InlineData("Nam", "small.nam", "the model has LearnedInitialState = True in the LSTM, which RTNeural has no place for.")]
    [InlineData("AidaX", "skip_tanh.json", "the model has gains of its inputs or outputs, which RTNeural has no place for.")]
    [InlineData("TfLite", "both.tflite", "the model has Direction = Both in the LSTM, which RTNeural has no place for.")]
    [InlineData("TfLite", "last.tflite", "the model has outputs of all steps together (Last), which RTNeural has no place for.")]
    public void What_has_no_place_is_named(string folder, string name, string message)
    {
        using var files = new TemporaryFolder();
        string path = files.File("no.json");
        var error = Assert.Throws<LstmFormatException>(() => LstmModelFile.Load(Models.Own(folder, name)).Save(path));
        Assert.Equal($"{path}: {message}", error.Message);
        Assert.False(File.Exists(path));
    }

    private static JsonDocument Written(LstmModelFile model)
    {
        using var files = new TemporaryFolder();
        model.Save(files.File("model.json"));
        return JsonDocument.Parse(File.ReadAllText(files.File("model.json")));
    }

    /// <summary>Keras' equations, with the weights as they lie in the file.</summary>
    private static float[] Run(JsonElement model, float[] x)
    {
        int features = model.GetProperty("in_shape")[2].GetInt32();
        double[][] values = [.. x.Chunk(features).Select(step => step.Select(each => (double)each).ToArray())];
        foreach (JsonElement layer in model.GetProperty("layers").EnumerateArray())
        {
            JsonElement[] weights = [.. layer.GetProperty("weights").EnumerateArray()];
            double[] h = new double[layer.GetProperty("shape")[2].GetInt32()], c = new double[h.Length];
            values = [.. values.Select(step => layer.GetProperty("type").GetString() switch
            {
                "dense" => Activated(Sum(Times(step, weights[0]), Row(weights[1])), layer.GetProperty("activation").GetString()!),
                "gru" => h = Gru(Sum(Times(step, weights[0]), Row(weights[2][0])), Sum(Times(h, weights[1]), Row(weights[2][1])), h),
                _ => h = Lstm(Sum(Sum(Times(step, weights[0]), Times(h, weights[1])), Row(weights[2])), c),
            })];
        }

        return [.. values.SelectMany(step => step.Select(value => (float)value))];
    }

    private static double[] Gru(double[] input, double[] recurrent, double[] h) => [.. h.Select((before, unit) =>
    {
        double z = Sigmoid(input[unit] + recurrent[unit]), r = Sigmoid(input[h.Length + unit] + recurrent[h.Length + unit]);
        return (z * before) + ((1 - z) * Math.Tanh(input[(2 * h.Length) + unit] + (r * recurrent[(2 * h.Length) + unit])));
    })];

    private static double[] Lstm(double[] z, double[] c)
    {
        int units = c.Length;
        return [.. Enumerable.Range(0, units).Select(unit =>
        {
            c[unit] = (Sigmoid(z[units + unit]) * c[unit]) + (Sigmoid(z[unit]) * Math.Tanh(z[(2 * units) + unit]));
            return Sigmoid(z[(3 * units) + unit]) * Math.Tanh(c[unit]);
        })];
    }

    private static double[] Activated(double[] values, string activation) => activation switch
    {
        "" => values,
        "tanh" => Array.ConvertAll(values, Math.Tanh),
        "relu" => Array.ConvertAll(values, value => Math.Max(0, value)),
        "elu" => Array.ConvertAll(values, value => value >= 0 ? value : Math.Exp(value) - 1),
        "softmax" => Array.ConvertAll(values, value => Math.Exp(value) / values.Sum(Math.Exp)),
        _ => throw new NotSupportedException(activation),
    };

    private static double[] Row(JsonElement values) => [.. values.EnumerateArray().Select(each => each.GetDouble())];

    private static double[] Times(double[] x, JsonElement matrix)
        => matrix.EnumerateArray().Select((row, index) => Row(row).Select(weight => weight * x[index]).ToArray()).Aggregate(Sum);

    private static double[] Sum(double[] one, double[] other) => [.. one.Zip(other, (left, right) => left + right)];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
