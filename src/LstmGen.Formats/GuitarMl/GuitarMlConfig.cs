namespace LstmGen.Formats;

/// <summary>What <c>model_data</c> of GuitarML says.</summary>
internal sealed record GuitarMlConfig(int Inputs, int Outputs, int Hidden, int Layers, bool Gru, bool Bias, bool Skip)
{
    private const string Where = "model_data";
    private static readonly string[] s_keys = ["model", "input_size", "skip", "output_size", "unit_type", "num_layers", "hidden_size", "bias_fl"];

    internal static GuitarMlConfig Read(ref JsonCursor cursor)
    {
        cursor.Expect(System.Text.Json.JsonTokenType.StartObject, Where);
        int inputs = 0, outputs = 0, hidden = 0, layers = 0, skip = 0;
        bool gru = false, bias = false;
        uint seen = 0;
        while (cursor.NextKey(Where, s_keys, ref seen, out string key))
        {
            string what = $"{Where}.{key}";
            switch (key)
            {
                case "model":
                    Word(ref cursor, what, "SimpleRNN");
                    break;
                case "unit_type":
                    gru = Word(ref cursor, what, "LSTM", "GRU") == "GRU";
                    break;
                case "bias_fl":
                    bias = cursor.Truth(what);
                    break;
                case "input_size":
                    inputs = cursor.Whole(what, 1, ModelLimits.Values);
                    break;
                case "output_size":
                    outputs = cursor.Whole(what, 1, ModelLimits.Values);
                    break;
                case "hidden_size":
                    hidden = cursor.Whole(what, 1, ModelLimits.Hidden);
                    break;
                case "num_layers":
                    layers = cursor.Whole(what, 1, ModelLimits.Layers);
                    break;
                default:
                    skip = cursor.Whole(what, 0, ModelLimits.Values);
                    break;
            }
        }

        cursor.Require(Where, s_keys, seen, s_keys);
        return skip == 0 || (skip == outputs && outputs <= inputs)
            ? new GuitarMlConfig(inputs, outputs, hidden, layers, gru, bias, skip > 0)
            : throw cursor.Error($"{Where}.skip is {skip}, of {inputs} inputs and {outputs} outputs; 0 for none, or as many as there are outputs, was expected.");
    }

    private static string Word(ref JsonCursor cursor, string what, params ReadOnlySpan<string> expected)
    {
        string word = cursor.String(what);
        return expected.Contains(word)
            ? word
            : throw cursor.Error($"{what} is {JsonCursor.Shown(word)}; {string.Join(" or ", expected.ToArray())} was expected.");
    }
}
