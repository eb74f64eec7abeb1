using System.Globalization;
using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>Writes a model as a <c>.nam</c> file of Neural Amp Modeler: LSTMs of one size and a linear layer.</summary>
internal static class NamWriter
{
    private const string Version = "0.5.4";
    private const string SampleRate = "sample_rate";
    private const string Metadata = "metadata.";

    internal static void Write(string path, LstmModelFile model)
    {
        var written = new WrittenLayers(path, "NAM", model);
        WrittenLayer[] layers = written.Find(nameof(LstmCellAttribute.LearnedInitialState));
        if (layers is not [.. var recurrent, { Attribute: DenseAttribute head }] || recurrent is not [{ Attribute: LstmAttribute first }, ..]
            || !recurrent.All(layer => layer.Attribute is LstmAttribute lstm && lstm.Hidden == first.Hidden))
        {
            throw written.Error("other layers than LSTMs of one size and a linear one at the end");
        }

        int[] counts = [.. recurrent.Select(layer => ((LstmAttribute)layer.Attribute).Layers)];
        SafeFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream);
            json.WriteStartObject();
            json.WriteString("version", Version);
            WriteMetadata(json, model.Metadata);
            json.WriteString("architecture", "LSTM");
            json.WriteStartObject("config");
            json.WriteNumber("input_size", written.Input);
            json.WriteNumber("hidden_size", first.Hidden);
            json.WriteNumber("num_layers", counts.Sum());
            if (written.Input > 1 || head.Units > 1)
            {
                json.WriteNumber("in_channels", written.Input);
                json.WriteNumber("out_channels", head.Units);
            }

            json.WriteEndObject();
            json.WriteStartArray("weights");
            WriteWeights(json, written, model, recurrent, first.Hidden);
            WriteNumbers(json, Scaled(written.Floats(layers[^1].Prefix + "weight"), model.OutputGain));
            WriteNumbers(json, Scaled(written.FloatsOrZeros(layers[^1].Prefix + "bias", head.Units), model.OutputGain));
            json.WriteEndArray();
            if (model.Metadata.TryGetValue(SampleRate, out string? rate) && double.TryParse(rate, CultureInfo.InvariantCulture, out double samples) && double.IsFinite(samples))
            {
                json.WriteNumber(SampleRate, samples);
            }

            json.WriteEndObject();
        });
    }

    private static void WriteWeights(Utf8JsonWriter json, WrittenLayers written, LstmModelFile model, WrittenLayer[] recurrent, int hidden)
    {
        int features = written.Input;
        float gain = model.InputGain; // of the first layer alone
        foreach (WrittenLayer layer in recurrent)
        {
            for (int index = 0; index < ((LstmAttribute)layer.Attribute).Layers; index++)
            {
                float[] input = Scaled(written.Floats(WrittenLayers.Named(layer.Prefix, "weight_ih", index)), gain), own = written.Floats(WrittenLayers.Named(layer.Prefix, "weight_hh", index));
                for (int row = 0; row < 4 * hidden; row++)
                {
                    WriteNumbers(json, input.AsSpan(row * features, features));
                    WriteNumbers(json, own.AsSpan(row * hidden, hidden));
                }

                WriteNumbers(json, written.Bias(layer.Prefix, index, 4 * hidden));
                WriteNumbers(json, written.FloatsOrZeros(WrittenLayers.Named(layer.Prefix, "initial_hidden", index), hidden));
                WriteNumbers(json, written.FloatsOrZeros(WrittenLayers.Named(layer.Prefix, "initial_cell", index), hidden));
                (features, gain) = (hidden, 1);
            }
        }
    }

    /// <summary>What was read from a file of the format, and only that: other formats have other words.</summary>
    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject("metadata");
        foreach ((string key, string value) in metadata.Where(entry => entry.Key.StartsWith(Metadata, StringComparison.Ordinal)))
        {
            json.WritePropertyName(key[Metadata.Length..]);
            if (IsJson(value))
            {
                json.WriteRawValue(value);
            }
            else
            {
                json.WriteStringValue(value);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Whether words are those of a number, an object and so on, which a reader keeps as they stand in the file.</summary>
    private static bool IsJson(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return document.RootElement.ValueKind != JsonValueKind.String;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static float[] Scaled(float[] values, float gain) => gain == 1 ? values : Array.ConvertAll(values, value => gain * value);

    private static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            json.WriteNumberValue(value);
        }
    }
}
