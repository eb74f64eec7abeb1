namespace LstmGen.Formats;

/// <summary>
/// Models of Neural Amp Modeler (<c>.nam</c>) with the architecture LSTM: one list of numbers, for each layer W and R side by side [4H, features + H], rows i, f, g, o, a bias
/// [4H], h and c before the first step, then the head's weight [channels, H] and bias.
/// </summary>
internal sealed class NamFormat : IModelFormat
{
    private const string Model = "the model";
    private static readonly string[] s_keys = ["version", "metadata", "architecture", "config", "weights", "sample_rate"];

    public string Name => "NAM";

    public bool Recognizes(ModelBytes file) => file.Json.HasFlag(JsonKinds.Nam);

    public LstmModelFile Read(ModelBytes file, LstmReadOptions options)
    {
        var builder = new ModelBuilder(file, Name);
        (NamConfig config, float[] weights) = JsonCursor.Read(file, (ref JsonCursor cursor) => Content(file, ref cursor, builder.Metadata));
        config.CheckCount(file, weights.Length);
        builder.Input = config.Inputs;
        int at = 0;
        builder.AddLstm(
            new LstmAttribute(config.Hidden, config.Layers) { LearnedInitialState = true },
            [.. Enumerable.Range(0, config.Layers).Select(layer => Layer(layer == 0 ? config.Inputs : config.Hidden))]);
        builder.AddDense(new DenseAttribute(config.Outputs), [.. Next(config.Outputs * config.Hidden)], [.. Next(config.Outputs)]);
        builder.Notes.Add("Players of .nam files run half a second of silence through a model before the first sample; the states of the file are those before that.");
        return builder.Build();

        ReadOnlySpan<float> Next(int count) => weights.AsSpan((at += count) - count, count);

        LayerTensors Layer(int features)
        {
            int rows = 4 * config.Hidden, columns = features + config.Hidden;
            ReadOnlySpan<float> both = Next(rows * columns);
            return new LayerTensors
            {
                InputWeights = Gates.Columns(both, columns, 0, features),
                RecurrentWeights = Gates.Columns(both, columns, features, config.Hidden),
                InputBias = [.. Next(rows)],
                InitialHidden = [.. Next(config.Hidden)],
                InitialCell = [.. Next(config.Hidden)],
            };
        }
    }

    private static (NamConfig Config, float[] Weights) Content(ModelBytes file, ref JsonCursor cursor, Dictionary<string, string> metadata)
    {
        JsonCursor config = default, weights = default;
        string architecture = "";
        uint seen = 0;
        while (cursor.NextKey(Model, s_keys, ref seen, out string key))
        {
            switch (key)
            {
                case "architecture":
                    architecture = cursor.String(key);
                    break;
                case "config":
                    config = cursor;
                    cursor.Skip();
                    break;
                case "weights":
                    weights = cursor;
                    cursor.Skip();
                    break;
                case "metadata" when cursor.Kind == System.Text.Json.JsonTokenType.StartObject:
                    cursor.Metadata(key, key, metadata);
                    break;
                default:
                    metadata.Add(key, cursor.Words(key));
                    break;
            }
        }

        cursor.Require(Model, s_keys, seen, "version", "architecture", "config", "weights");
        CheckVersion(file, metadata["version"]);
        return architecture == "LSTM"
            ? (NamConfig.Read(ref config), weights.Vector("weights"))
            : throw file.Error($"architecture is {JsonCursor.Shown(architecture)}, which is not recurrent; LSTM was expected.");
    }

    /// <summary>Versions whose LSTMs are the same.</summary>
    private static void CheckVersion(ModelBytes file, string version)
    {
        if (version.Split('.') is not ["0", "5" or "6" or "7", ..])
        {
            throw file.Error($"version is {JsonCursor.Shown(version)}; 0.5 to 0.7 were expected.");
        }
    }
}
