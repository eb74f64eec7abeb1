using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>Reads one layer of an RTNeural model.</summary>
internal static class RtNeuralLayerReader
{
    private static readonly string[] s_keys = ["type", "activation", "shape", "weights", "epsilon"];

    /// <summary>Reads the layer that the cursor stands on and adds it to those before.</summary>
    internal static void Read(ref JsonCursor cursor, string where, LayerStack stack)
    {
        cursor.Expect(JsonTokenType.StartObject, where);
        string type = Type(cursor, where), activation = "";
        JsonCursor shape = default, weights = default;
        float? epsilon = null;
        uint seen = 0;
        while (cursor.NextKey(where, s_keys, ref seen, out string key))
        {
            switch (key)
            {
                case "activation":
                    activation = cursor.String($"{where}.activation");
                    break;
                case "epsilon" when type == "batchnorm":
                    epsilon = cursor.Number($"{where}.epsilon");
                    break;
                case "epsilon":
                    throw cursor.Error($"{where} is of type {type} and has an epsilon; that was expected of type batchnorm alone.");
                case "shape":
                    shape = cursor;
                    cursor.Skip();
                    break;
                case "weights":
                    weights = cursor;
                    cursor.Skip();
                    break;
            }
        }

        cursor.Require(where, s_keys, seen, "shape", type == "activation" ? "activation" : "weights");
        int width = RtNeuralStack.LastOf(ref shape, $"{where}.shape");
        switch (type)
        {
            case "lstm" or "gru":
                stack.Add(Recurrent(ref weights, where, type == "gru", activation, stack.Width, width));
                break;
            case "dense" or "time-distributed-dense":
                stack.Add(Dense(ref weights, $"{where}.weights", stack.Width, width));
                RtNeuralElementwise.Activate(cursor, where, activation, stack);
                break;
            default:
                if (width != stack.Width)
                {
                    throw cursor.Error($"{where}.shape ends with {width}; the {stack.Width} values of the layer before were expected.");
                }

                RtNeuralElementwise.Read(cursor, weights, where, type, epsilon, stack);
                RtNeuralElementwise.Activate(cursor, where, activation, stack);
                break;
        }
    }

    /// <summary>Sees to it that an array has so many values; gives how many.</summary>
    internal static int Expect(ref JsonCursor weights, string what, params ReadOnlySpan<int> counts)
    {
        weights.Expect(JsonTokenType.StartArray, what);
        JsonCursor ahead = weights;
        int found = 0;
        for (; ahead.NextItem(); found++)
        {
            ahead.Skip();
        }

        return counts.Contains(found) ? found : throw weights.Error($"{what} has {found} arrays; {string.Join(" or ", counts.ToArray())} were expected.");
    }

    /// <summary>The next array of weights, which has a certain shape.</summary>
    internal static float[] Next(ref JsonCursor weights, string what, params ReadOnlySpan<int> shape)
    {
        weights.NextItem();
        return weights.Numbers(what, shape);
    }

    /// <summary>The type, wherever it stands: what a layer of another type has is none of the keys that are known.</summary>
    private static string Type(JsonCursor cursor, string where)
    {
        string? type = null;
        while (cursor.NextName(where, out string key))
        {
            if (key == "type")
            {
                type = cursor.String($"{where}.type");
            }

            cursor.Skip();
        }

        return type switch
        {
            null => throw cursor.Error($"{where} has no key type; one was expected."),
            "lstm" or "gru" or "dense" or "time-distributed-dense" or "activation" or "prelu" or "batchnorm" => type,
            _ => throw cursor.Error($"{where} is of type {JsonCursor.Shown(type)}, which no class can have; lstm, gru, dense, time-distributed-dense, activation, prelu and batchnorm were expected."),
        };
    }

    private static StackLayer Dense(ref JsonCursor weights, string what, int features, int units)
    {
        Expect(ref weights, what, 2);
        return new StackLayer(new DenseAttribute(units), units)
        {
            Weight = Gates.Transpose(Next(ref weights, $"{what}[0]", features, units), features, units),
            Bias = Next(ref weights, $"{what}[1]", units),
        };
    }

    private static StackLayer Recurrent(ref JsonCursor weights, string where, bool gru, string activation, int features, int units)
    {
        if (activation is not ("" or "tanh") || units > ModelLimits.Hidden)
        {
            throw activation is "" or "tanh"
                ? weights.Error($"{where} has {units} units; {ModelLimits.Hidden} at most were expected.")
                : weights.Error($"{where}.activation is {JsonCursor.Shown(activation)}; of a recurrent layer tanh was expected, which RTNeural computes whatever is said.");
        }

        string what = $"{where}.weights";
        Expect(ref weights, what, 3);
        int rows = (gru ? 3 : 4) * units;
        float[] input = Gates.Transpose(Next(ref weights, $"{what}[0]", features, rows), features, rows);
        float[] recurrent = Gates.Transpose(Next(ref weights, $"{what}[1]", units, rows), units, rows);
        if (!gru)
        {
            return new StackLayer(new LstmAttribute(units), units)
            {
                Recurrent = [new LayerTensors { InputWeights = input, RecurrentWeights = recurrent, InputBias = Next(ref weights, $"{what}[2]", rows) }],
            };
        }

        // Rows are z, r, h, as in Keras, and the bias of the recurrence stands within what r is multiplied with.
        float[] bias = Next(ref weights, $"{what}[2]", 2, rows);
        return new StackLayer(new GruAttribute(units), units)
        {
            Recurrent =
            [
                new LayerTensors
                {
                    InputWeights = Gates.Reorder(input, "zrn", "rzn"), RecurrentWeights = Gates.Reorder(recurrent, "zrn", "rzn"),
                    InputBias = Gates.Reorder(bias.AsSpan(0, rows), "zrn", "rzn"), RecurrentBias = Gates.Reorder(bias.AsSpan(rows), "zrn", "rzn"),
                },
            ],
        };
    }
}
