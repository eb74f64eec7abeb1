namespace LstmGen.Formats;

/// <summary>Weights of Keras without a configuration: tensors by the names that PyTorch would give them, of which names and shapes say what layers they are.</summary>
/// <param name="file">For messages.</param>
/// <param name="format">The format's name.</param>
/// <param name="options">What the reader was told.</param>
/// <param name="groups">The weights.</param>
/// <param name="version">That of Keras, which says what layers had unless told otherwise.</param>
internal sealed class KerasStateDict(ModelBytes file, string format, LstmReadOptions options, KerasGroups groups, string version)
{
    private readonly List<NamedTensor> _tensors = [];
    private readonly List<string> _notes = [];
    private readonly HashSet<string> _hardGates = [];
    private readonly HashSet<string> _resetBefore = [];

    internal LstmModelFile Read(IReadOnlyDictionary<string, string> metadata)
    {
        List<string> without = [];
        foreach (string layer in groups.LayerNames)
        {
            List<NamedTensor> weights = groups.All(layer);
            if (weights.Count == 0)
            {
                without.Add(layer);
            }

            Add(layer.Replace('.', '_') + ".", weights);
        }

        if (without.Count > 0)
        {
            _notes.Add($"What layers without weights do is not in the file: {SafeText.Names(without, 12)}.");
        }

        return new StateDictNetwork(file, format, options) { Metadata = metadata, Notes = _notes, Adjust = Adjust }.Read(_tensors);
    }

    private void Add(string prefix, List<NamedTensor> weights)
    {
        string[] names = [.. weights.Select(tensor => KerasWeights.Leaf(tensor.Name))];
        switch (names)
        {
            case ["kernel", "recurrent_kernel"] or ["kernel", "recurrent_kernel", "bias"]:
                AddCell(prefix, "", weights);
                break;
            case ["kernel", "recurrent_kernel", "kernel", "recurrent_kernel"] or ["kernel", "recurrent_kernel", "bias", "kernel", "recurrent_kernel", "bias"]:
                AddCell(prefix, "", weights[..(weights.Count / 2)]);
                AddCell(prefix, "_reverse", weights[(weights.Count / 2)..]);
                break;
            case ["kernel"] or ["kernel", "bias"] when weights[0].Shape is [var inputs, var units]:
                _tensors.Add(new NamedTensor(prefix + "weight", [units, inputs], "F32", () => Gates.Transpose(weights[0].Floats(file), (int)inputs, (int)units)));
                _tensors.AddRange(weights.Skip(1).Select(bias => bias.Named(prefix + "bias")));
                break;
            case ["embeddings"]:
                _tensors.Add(weights[0].Named(prefix + "weight"));
                break;
            default:
                _tensors.AddRange(weights.Select(tensor => tensor.Named(prefix + KerasWeights.Leaf(tensor.Name))));
                break;
        }
    }

    private void AddCell(string prefix, string suffix, List<NamedTensor> weights)
    {
        (long[] kernel, long[] recurrent) = (weights[0].Shape, weights[1].Shape);
        int gates = kernel is [> 0 and <= ModelLimits.Values, var columns] && recurrent is [> 0 and <= ModelLimits.Hidden, var same] && columns == same && columns % recurrent[0] == 0 ? (int)Math.Min(columns / recurrent[0], 5) : 0;
        if (gates is not (3 or 4))
        {
            throw file.Error($"layer {SafeText.Quote(prefix[..^1])} has the weights {weights[0]} and {weights[1]}; [inputs, 4 units] and [units, 4 units] of an LSTM, or 3 units of a GRU, were expected.");
        }

        (int inputs, int units) = ((int)kernel[0], (int)recurrent[0]);
        long rows = (long)gates * units;
        bool two = weights.Count > 2 && (weights[2].Shape is [2, var row] ? row == rows : weights[2].Shape is [var whole] && whole == 2 * rows);
        bool cudnn = two && weights[2].Shape.Length == 1;
        if (weights.Count > 2 && !two && !weights[2].Shape.AsSpan().SequenceEqual([rows]))
        {
            throw file.Error($"layer {SafeText.Quote(prefix[..^1])} has the weights {weights[2]}; [{rows}], or [{2 * rows}] of a layer of CuDNN, were expected.");
        }

        if (cudnn)
        {
            _notes.Add($"Layer {SafeText.Quote(prefix[..^1])} is one of CuDNN, as its {2 * rows} biases show.");
        }
        else
        {
            Assume(prefix, gates, two);
        }

        float[] Ordered(float[] values) => gates == 3 ? Gates.Reorder(values, "zrn", "rzn") : values;
        void Tensor(string name, long[] shape, Func<float[]> read) => _tensors.Add(new NamedTensor($"{prefix}{name}_l0{suffix}", shape, "F32", () => Ordered(read())));
        Tensor("weight_ih", [rows, inputs], () => KerasCells.Rows(weights[0].Floats(file), inputs, units, gates, cudnn));
        Tensor("weight_hh", [rows, units], () => KerasCells.Rows(weights[1].Floats(file), units, units, gates, cudnn));
        if (weights.Count > 2)
        {
            Tensor("bias_ih", [rows], () => weights[2].Floats(file)[..(int)rows]);
            Tensor("bias_hh", [rows], () => two ? weights[2].Floats(file)[(int)rows..] : new float[rows]);
        }
    }

    /// <summary>What a layer has that is not written down: what Keras of that version gives it unless told otherwise.</summary>
    private void Assume(string prefix, int gates, bool two)
    {
        bool tensorFlow = version.EndsWith("-tf", StringComparison.Ordinal), hard = IsBefore(2, 3) && !tensorFlow;
        if (options.Network is null && (version.Length == 0 || (tensorFlow && IsBefore(2, 3))))
        {
            throw file.Error(
                $"layer {SafeText.Quote(prefix[..^1])} has gates through sigmoid or hard_sigmoid, which weights alone of Keras {SafeText.Quote(version)} do not say; a description of the network was expected (LstmReadOptions.Network).");
        }

        _notes.Add($"Layer {SafeText.Quote(prefix[..^1])} is assumed to have the activations that Keras {SafeText.Plain(version)} gives it unless told otherwise, {(hard ? "hard_sigmoid" : "sigmoid")} and tanh.");
        _ = !hard || _hardGates.Add(prefix);
        _ = gates != 3 || two || _resetBefore.Add(prefix);
    }

    private void Adjust(string prefix, ILstmLayer layer)
    {
        LstmActivation gate = _hardGates.Contains(prefix) ? LstmActivation.HardSigmoid : LstmActivation.Sigmoid;
        switch (layer)
        {
            case LstmAttribute lstm:
                lstm.GateActivation = gate;
                break;
            case GruAttribute gru:
                (gru.GateActivation, gru.ResetAfter) = (gate, !_resetBefore.Contains(prefix));
                break;
            default:
                break;
        }
    }

    private bool IsBefore(int major, int minor)
    {
        string[] parts = version.Split('.');
        return parts.Length > 1 && int.TryParse(parts[0], out int first) && int.TryParse(parts[1], out int second) && (first < major || (first == major && second < minor));
    }
}
