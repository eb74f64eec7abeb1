namespace LstmGen.Formats;

/// <summary>The sizes of an LSTM of Neural Amp Modeler.</summary>
internal sealed record NamConfig(int Inputs, int Hidden, int Layers, int Outputs)
{
    private static readonly string[] s_keys = ["input_size", "hidden_size", "num_layers", "in_channels", "out_channels"];

    /// <summary>W and R, bias, h, c of every layer, weight and bias of the head.</summary>
    private long Count
        => ((4L * Hidden) * (Inputs + Hidden)) + ((Layers - 1) * 8L * Hidden * Hidden) + (Layers * 6L * Hidden) + ((long)Outputs * (Hidden + 1));

    internal static NamConfig Read(ref JsonCursor cursor)
    {
        const string Where = "config";
        cursor.Expect(System.Text.Json.JsonTokenType.StartObject, Where);
        int inputs = 1, hidden = 0, layers = 0, outputs = 1;
        int? channels = null;
        uint seen = 0;
        while (cursor.NextKey(Where, s_keys, ref seen, out string key))
        {
            switch (key)
            {
                case "input_size":
                    inputs = cursor.Whole("config.input_size", 1, ModelLimits.Values);
                    break;
                case "hidden_size":
                    hidden = cursor.Whole("config.hidden_size", 1, ModelLimits.Hidden);
                    break;
                case "num_layers":
                    layers = cursor.Whole("config.num_layers", 1, ModelLimits.Layers);
                    break;
                case "in_channels":
                    channels = cursor.Whole("config.in_channels", 1, ModelLimits.Values);
                    break;
                default:
                    outputs = cursor.Whole("config.out_channels", 1, ModelLimits.Values);
                    break;
            }
        }

        cursor.Require(Where, s_keys, seen, "input_size", "hidden_size", "num_layers");
        return channels is { } given && given != inputs
            ? throw cursor.Error($"config.in_channels is {given}; the {inputs} of config.input_size were expected.")
            : new NamConfig(inputs, hidden, layers, outputs);
    }

    internal void CheckCount(ModelBytes file, int found)
    {
        if (found != Count)
        {
            throw file.Error($"weights has {found} numbers; the {Count} of {Layers} layers with {Hidden} units, {Inputs} inputs and {Outputs} outputs were expected.");
        }
    }
}
