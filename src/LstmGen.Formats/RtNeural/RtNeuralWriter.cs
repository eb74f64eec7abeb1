using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>Writes a model as JSON for RTNeural: LSTMs, GRUs and dense layers in Keras' shapes and order of gates.</summary>
internal static class RtNeuralWriter
{
    internal static void Write(string path, LstmModelFile model)
    {
        var written = new WrittenLayers(path, "RTNeural", model);
        if (model.InputGain != 1 || model.OutputGain != 1)
        {
            throw written.Error("gains of its inputs or outputs");
        }

        WrittenLayer[] layers = written.Find(nameof(DenseAttribute.Activation), nameof(DenseAttribute.Softmax));
        string[] activations = [.. layers.Select(layer => layer.Attribute is DenseAttribute dense ? Activation(written, layer.Prefix, dense) : "tanh")];
        SafeFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream);
            json.WriteStartObject();
            WriteShape(json, "in_shape", written.Input);
            json.WriteStartArray("layers");
            int features = written.Input;
            foreach ((WrittenLayer layer, string activation) in layers.Zip(activations))
            {
                switch (layer.Attribute)
                {
                    case DenseAttribute dense:
                        WriteDense(json, written, layer.Prefix, dense.Units, features, activation);
                        features = dense.Units;
                        break;
                    case GruAttribute gru:
                        features = WriteRecurrent(json, written, layer.Prefix, "gru", gru.Layers, gru.Hidden, features);
                        break;
                    default:
                        var lstm = (LstmAttribute)layer.Attribute;
                        features = WriteRecurrent(json, written, layer.Prefix, "lstm", lstm.Layers, lstm.Hidden, features);
                        break;
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static string Activation(WrittenLayers written, string prefix, DenseAttribute dense) => (dense.Activation, dense.Softmax) switch
    {
        (LstmActivation.Affine, false) => "",
        (LstmActivation.Affine, true) => "softmax",
        (LstmActivation.Tanh, false) => "tanh",
        (LstmActivation.Relu, false) => "relu",
        (LstmActivation.Sigmoid, false) => "sigmoid",
        (LstmActivation.Elu, false) => "elu",
        _ => throw written.Error($"{dense.Activation}{(dense.Softmax ? " and softmax" : "")} in layer {prefix.TrimEnd('.')}"),
    };

    private static void WriteDense(Utf8JsonWriter json, WrittenLayers written, string prefix, int units, int features, string activation)
    {
        Begin(json, "dense", activation, units);
        WriteMatrix(json, Gates.Transpose(written.Floats(prefix + "weight"), units, features), units);
        WriteVector(json, written.FloatsOrZeros(prefix + "bias", units));
        End(json);
    }

    private static int WriteRecurrent(Utf8JsonWriter json, WrittenLayers written, string prefix, string type, int layers, int units, int features)
    {
        (string from, string to) = type == "gru" ? ("rzn", "zrn") : (Gates.PyTorch, Gates.PyTorch);
        int rows = from.Length * units;
        for (int layer = 0; layer < layers; layer++)
        {
            Begin(json, type, "tanh", units);
            WriteMatrix(json, Gates.Transpose(Ordered("weight_ih"), rows, features), rows);
            WriteMatrix(json, Gates.Transpose(Ordered("weight_hh"), rows, units), rows);
            if (type == "gru")
            {
                json.WriteStartArray();
                WriteVector(json, Ordered("bias_ih"));
                WriteVector(json, Ordered("bias_hh"));
                json.WriteEndArray();
            }
            else
            {
                WriteVector(json, written.Bias(prefix, layer, rows));
            }

            End(json);
            features = units;

            float[] Ordered(string tensor) => Gates.Reorder(written.FloatsOrZeros(WrittenLayers.Named(prefix, tensor, layer), rows), from, to);
        }

        return units;
    }

    private static void Begin(Utf8JsonWriter json, string type, string activation, int units)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("activation", activation);
        WriteShape(json, "shape", units);
        json.WriteStartArray("weights");
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Sequences and steps of any number.</summary>
    private static void WriteShape(Utf8JsonWriter json, string key, int values)
    {
        json.WriteStartArray(key);
        json.WriteNullValue();
        json.WriteNullValue();
        json.WriteNumberValue(values);
        json.WriteEndArray();
    }

    private static void WriteMatrix(Utf8JsonWriter json, float[] values, int columns)
    {
        json.WriteStartArray();
        for (int at = 0; at < values.Length; at += columns)
        {
            WriteVector(json, values.AsSpan(at, columns));
        }

        json.WriteEndArray();
    }

    private static void WriteVector(Utf8JsonWriter json, ReadOnlySpan<float> values)
    {
        json.WriteStartArray();
        foreach (float value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
