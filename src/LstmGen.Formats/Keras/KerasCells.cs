namespace LstmGen.Formats;

/// <summary>LSTMs and GRUs of Keras: options as those of a class, weights in PyTorch's order and shapes.</summary>
/// <param name="activations">Of the version of Keras that wrote the file.</param>
internal sealed class KerasCells(KerasActivations activations)
{
    private static readonly string[] s_options =
    [
        "units", "activation", "recurrent_activation", "use_bias", "kernel_initializer", "recurrent_initializer", "bias_initializer", "unit_forget_bias", "kernel_regularizer",
        "recurrent_regularizer", "bias_regularizer", "kernel_constraint", "recurrent_constraint", "bias_constraint", "dropout", "recurrent_dropout", "implementation", "return_sequences",
        "return_state", "go_backwards", "stateful", "unroll", "time_major", "zero_output_for_mask", "reset_after", "use_cudnn",
    ];

    internal static bool IsCell(string type) => type is "LSTM" or "GRU" or "CuDNNLSTM" or "CuDNNGRU";

    /// <summary>Names of the weights that such a layer has.</summary>
    internal static string[] Names(KerasLayer layer) => layer.Truth("use_bias", true) ? ["kernel", "recurrent_kernel", "bias"] : ["kernel", "recurrent_kernel"];

    /// <summary>The attribute of a layer.</summary>
    /// <param name="layer">Its options.</param>
    /// <param name="direction">Its direction.</param>
    /// <param name="merge">What becomes of two.</param>
    internal ILstmLayer Attribute(KerasLayer layer, LstmDirection direction, LstmMerge merge)
    {
        layer.Allow(s_options);
        if (layer.Truth("return_state"))
        {
            throw layer.Error("has return_state = true, and so several outputs; one was expected.");
        }

        int units = layer.Whole("units", ModelLimits.Hidden);
        KerasActivation gate = activations.OfCell(layer, "recurrent_activation", "sigmoid"), candidate = activations.OfCell(layer, "activation", "tanh");
        bool bias = layer.Truth("use_bias", true);
        return layer.Type.EndsWith("GRU", StringComparison.Ordinal)
            ? new GruAttribute(units)
            {
                Bias = bias, Direction = direction, Merge = merge, ResetAfter = layer.Type == "CuDNNGRU" || layer.Truth("reset_after"),
                GateActivation = gate.Activation, GateAlpha = gate.Alpha, CandidateActivation = candidate.Activation, CandidateAlpha = candidate.Alpha,
            }
            : new LstmAttribute(units)
            {
                Bias = bias, Direction = direction, Merge = merge,
                GateActivation = gate.Activation, GateAlpha = gate.Alpha, CandidateActivation = candidate.Activation, CandidateAlpha = candidate.Alpha,
                OutputActivation = candidate.Activation, OutputAlpha = candidate.Alpha,
            };
    }

    /// <summary>The weights of a layer in one direction, for a class.</summary>
    /// <param name="file">For messages.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">kernel, recurrent_kernel, bias.</param>
    /// <param name="width">Values that it reads; 0 where any number is right.</param>
    /// <param name="resetAfter">Whether a GRU has a bias for each product.</param>
    internal static LayerTensors Tensors(ModelBytes file, KerasLayer layer, NamedTensor[] weights, ref int width, bool resetAfter)
    {
        bool gru = layer.Type.EndsWith("GRU", StringComparison.Ordinal), cudnn = layer.Type.StartsWith("CuDNN", StringComparison.Ordinal);
        int gates = gru ? 3 : 4, units = layer.Whole("units", ModelLimits.Hidden);
        width = width > 0 ? width : weights[0].Shape is [> 0 and <= ModelLimits.Values, _] ? (int)weights[0].Shape[0] : throw layer.Error($"has the weights {weights[0]}; [inputs, {gates * units}] were expected.");
        Require(layer, weights[0], width, gates * units);
        Require(layer, weights[1], units, gates * units);
        float[] kernel = Rows(weights[0].Floats(file), width, units, gates, cudnn), recurrent = Rows(weights[1].Floats(file), units, units, gates, cudnn);
        (float[]? input, float[]? second) = weights.Length > 2 ? Biases(file, layer, weights[2], gates * units, two: cudnn || (gru && resetAfter)) : (null, null);
        return new LayerTensors
        {
            InputWeights = gru ? Gates.Reorder(kernel, "zrn", "rzn") : kernel,
            RecurrentWeights = gru ? Gates.Reorder(recurrent, "zrn", "rzn") : recurrent,
            InputBias = input is null ? null : gru ? Gates.Reorder(input, "zrn", "rzn") : input,
            RecurrentBias = second is null ? null : gru ? Gates.Reorder(second, "zrn", "rzn") : second,
        };
    }

    internal static void Require(KerasLayer layer, NamedTensor weights, params ReadOnlySpan<long> shape)
    {
        if (!weights.Shape.AsSpan().SequenceEqual(shape))
        {
            throw layer.Error($"has the weights {weights}; {SafeText.Shape(shape.ToArray())} were expected.");
        }
    }

    /// <summary>
    /// A matrix [inputs, gates units] as [gates units, inputs]. CuDNN's layers keep in the block of each gate the matrix [units, inputs] as it lies in memory, whatever the shape of the array.
    /// </summary>
    internal static float[] Rows(ReadOnlySpan<float> values, int inputs, int units, int gates, bool cudnn)
    {
        if (!cudnn)
        {
            return Gates.Transpose(values, inputs, gates * units);
        }

        float[] result = new float[values.Length];
        for (int gate = 0; gate < gates; gate++)
        {
            Gates.Columns(values, gates * units, gate * units, units).CopyTo(result.AsSpan(gate * units * inputs));
        }

        return result;
    }

    private static (float[] Input, float[]? Recurrent) Biases(ModelBytes file, KerasLayer layer, NamedTensor bias, int rows, bool two)
    {
        bool fits = two ? bias.Shape is [var whole] && whole == 2L * rows || bias.Shape is [2, var each] && each == rows : bias.Shape is [var one] && one == rows;
        if (!fits)
        {
            throw layer.Error($"has the weights {bias}; {(two ? $"[2, {rows}] or [{2 * rows}]" : $"[{rows}]")} were expected.");
        }

        float[] values = bias.Floats(file);
        return two ? (values[..rows], values[rows..]) : (values, null);
    }
}
