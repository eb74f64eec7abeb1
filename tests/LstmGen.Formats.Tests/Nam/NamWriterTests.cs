using System.Text.Json;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Nam;

public class NamWriterTests
{
    [Fact]
    public void What_is_written_gives_the_same_by_the_rules_of_the_format()
    {
        LstmModelFile model = LstmModelFile.Load(Models.Own("Nam", "small.nam"));
        Expected expected = Expected.Read("Nam", "small");
        using JsonDocument written = Written(model);
        Models.Close(Run(written.RootElement, expected.X), expected.Y, 2e-6f);
        Assert.Equal(48000, written.RootElement.GetProperty("sample_rate").GetInt32());
        JsonElement metadata = written.RootElement.GetProperty("metadata");
        Assert.Equal(("small", 2026, -20.5), (metadata.GetProperty("name").GetString(), metadata.GetProperty("date").GetProperty("year").GetInt32(), metadata.GetProperty("loudness").GetDouble()));
    }

    [Theory]
    [InlineData("GuitarMl", "small_lstm")]
    [InlineData("AidaX", "no_skip")]
    public void A_model_of_another_format_is_written_too(string folder, string name)
    {
        Expected expected = Expected.Read(folder, name);
        using JsonDocument written = Written(LstmModelFile.Load(Models.Own(folder, name + ".json")));
        Models.Close(Run(written.RootElement, expected.X), expected.Y, 2e-6f);
    }

    [Theory]
    [InlineData("GuitarMl", "small_gru", "the model has inputs that are added to its outputs, which NAM has no place for.")]
    [InlineData("AidaX", "no_skip_tanh", "the model has Activation = Tanh in layer dense1, which NAM has no place for.")]
    [InlineData("TorchJson", "small", "the model has other layers than LSTMs of one size and a linear one at the end, which NAM has no place for.")]
    public void What_has_no_place_is_named(string folder, string name, string message)
    {
        using var files = new TemporaryFolder();
        string path = files.File("no.nam");
        var error = Assert.Throws<LstmFormatException>(() => LstmModelFile.Load(Models.Own(folder, name + ".json")).Save(path));
        Assert.Equal($"{path}: {message}", error.Message);
        Assert.False(File.Exists(path));
    }

    private static JsonDocument Written(LstmModelFile model)
    {
        using var files = new TemporaryFolder();
        model.Save(files.File("model.nam"));
        return JsonDocument.Parse(File.ReadAllText(files.File("model.nam")));
    }

    /// <summary>The equations of players of the format, read from the list of weights as it lies.</summary>
    private static float[] Run(JsonElement model, float[] x)
    {
        JsonElement config = model.GetProperty("config");
        int features = config.GetProperty("input_size").GetInt32(), units = config.GetProperty("hidden_size").GetInt32(), layers = config.GetProperty("num_layers").GetInt32();
        int channels = config.TryGetProperty("out_channels", out JsonElement found) ? found.GetInt32() : 1;
        double[] weights = [.. model.GetProperty("weights").EnumerateArray().Select(each => each.GetDouble())];
        int steps = x.Length / features, at = 0, width = features;
        double[][] values = [.. Enumerable.Range(0, steps).Select(step => x[(step * features)..((step + 1) * features)].Select(each => (double)each).ToArray())];
        for (int layer = 0; layer < layers; layer++, width = units)
        {
            int columns = width + units, bias = at + (4 * units * columns), matrix = at;
            double[] h = weights[(bias + (4 * units))..(bias + (5 * units))], c = weights[(bias + (5 * units))..(bias + (6 * units))];
            at = bias + (6 * units);
            for (int step = 0; step < steps; step++)
            {
                double[] both = [.. values[step], .. h];
                double[] z = [.. Enumerable.Range(0, 4 * units).Select(row => weights[bias + row] + both.Select((value, column) => value * weights[matrix + (row * columns) + column]).Sum())];
                for (int unit = 0; unit < units; unit++)
                {
                    c[unit] = (Sigmoid(z[units + unit]) * c[unit]) + (Sigmoid(z[unit]) * Math.Tanh(z[(2 * units) + unit]));
                    h[unit] = Sigmoid(z[(3 * units) + unit]) * Math.Tanh(c[unit]);
                }

                values[step] = [.. h];
            }
        }

        Assert.Equal(at + (channels * (units + 1)), weights.Length);
        return [.. values.SelectMany(h => Enumerable.Range(0, channels).Select(channel => (float)(weights[at + (channels * units) + channel] + h.Select((value, unit) => value * weights[at + (channel * units) + unit]).Sum())))];
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
