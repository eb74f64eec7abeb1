using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>Layers of an RTNeural model that change each value by itself: a linear layer takes them in.</summary>
internal static class RtNeuralElementwise
{
    /// <summary>Reads a layer of type <c>activation</c>, <c>prelu</c> or <c>batchnorm</c>, but for the activation.</summary>
    internal static void Read(JsonCursor cursor, JsonCursor weights, string where, string type, float? epsilon, LayerStack stack)
    {
        string what = $"{where}.weights";
        switch (type)
        {
            case "prelu":
                RtNeuralLayerReader.Expect(ref weights, what, 1);
                float[] slopes = RtNeuralLayerReader.Next(ref weights, $"{what}[0]", 1, stack.Width);
                if (slopes.Any(slope => slope != slopes[0]))
                {
                    throw cursor.Error($"{where} is of type prelu with several slopes, which no class can have; one for all values was expected.");
                }

                DenseAttribute layer = (DenseAttribute)Linear(cursor, where, "a prelu", stack).Attribute;
                (layer.Activation, layer.Alpha) = (LstmActivation.LeakyRelu, slopes[0]);
                break;
            case "batchnorm":
                Normalize(cursor, weights, what, epsilon ?? throw cursor.Error($"{where} has no key epsilon; one was expected."), stack);
                break;
            default:
                if (weights.Kind != JsonTokenType.None)
                {
                    RtNeuralLayerReader.Expect(ref weights, what, 0);
                }

                break;
        }
    }

    /// <summary>Puts an activation by its name after the layers so far; an empty name is none.</summary>
    internal static void Activate(JsonCursor cursor, string where, string activation, LayerStack stack)
    {
        if (activation is "" or "linear")
        {
            return;
        }

        LstmActivation function = activation switch
        {
            "tanh" => LstmActivation.Tanh,
            "relu" => LstmActivation.Relu,
            "sigmoid" => LstmActivation.Sigmoid,
            "elu" => LstmActivation.Elu,
            "softmax" => LstmActivation.Affine,
            _ => throw cursor.Error($"{where}.activation is {JsonCursor.Shown(activation)}; tanh, relu, sigmoid, elu or softmax was expected."),
        };
        var layer = (DenseAttribute)Linear(cursor, where, activation, stack).Attribute;
        (layer.Activation, layer.Softmax) = (function, activation == "softmax");
    }

    /// <summary>gamma (x - mean) / sqrt(variance + epsilon) + beta, of which gamma and beta may be missing.</summary>
    private static void Normalize(JsonCursor cursor, JsonCursor weights, string what, float epsilon, LayerStack stack)
    {
        bool affine = RtNeuralLayerReader.Expect(ref weights, what, 2, 4) == 4;
        int width = stack.Width;
        float[]? gamma = affine ? RtNeuralLayerReader.Next(ref weights, $"{what}[0]", width) : null, beta = affine ? RtNeuralLayerReader.Next(ref weights, $"{what}[1]", width) : null;
        float[] mean = RtNeuralLayerReader.Next(ref weights, $"{what}: means", width), variance = RtNeuralLayerReader.Next(ref weights, $"{what}: variances", width);
        if (variance.Any(each => !(each + epsilon > 0)))
        {
            throw cursor.Error($"{what} has a variance that is not above 0 with epsilon added; such was expected.");
        }

        Linear(cursor, what, "a batchnorm", stack).Scale(Factor, row => (beta?[row] ?? 0) - (Factor(row) * mean[row]));

        double Factor(int row) => (gamma?[row] ?? 1) / Math.Sqrt((double)variance[row] + epsilon);
    }

    private static StackLayer Linear(JsonCursor cursor, string where, string what, LayerStack stack)
        => stack.Linear() ?? throw cursor.Error($"{where} is {what} of what no linear layer gives; one of a dense layer without activation, or of a recurrent layer, was expected.");
}
