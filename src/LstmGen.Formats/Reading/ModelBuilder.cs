using System.Globalization;

namespace LstmGen.Formats;

/// <summary>Puts a network and its tensors together, layer after layer from the inputs on.</summary>
/// <param name="file">For messages.</param>
/// <param name="format">The format's name.</param>
internal sealed class ModelBuilder(ModelBytes file, string format)
{
    private readonly List<ILstmLayer> _layers = [];
    private readonly List<SafetensorsTensor> _tensors = [];
    private (int Tokens, int Values) _embedding;

    /// <summary>Features of a sample; to be set before the first layer unless tokens are embedded.</summary>
    internal int Input { get; set; }

    /// <summary>Values that what was added last gives.</summary>
    internal int Width { get; private set; }

    /// <summary>Layers so far.</summary>
    internal int Count => _layers.Count;

    /// <summary>Whether the first inputs are added to the outputs.</summary>
    internal bool Skip { get; set; }

    /// <summary>Of which steps there are outputs.</summary>
    internal LstmOutputs Outputs { get; set; }

    internal List<string> Notes { get; } = [];

    internal Dictionary<string, string> Metadata { get; } = [];

    internal float InputGain { get; set; } = 1;

    internal float OutputGain { get; set; } = 1;

    internal LstmModelProof? Proof { get; set; }

    internal ModelGraph? Graph { get; set; }

    /// <summary>The vectors of tokens, [tokens, values]; before all layers.</summary>
    internal void AddEmbedding(int tokens, int values, float[] table)
    {
        _embedding = (tokens, values);
        Width = values;
        Add("embedding.weight", [tokens, values], table);
    }

    /// <summary>A dense layer; the weight is [units, features], as PyTorch has it.</summary>
    internal void AddDense(DenseAttribute layer, float[] weight, float[]? bias)
    {
        Begin(layer);
        layer.Bias = bias is not null;
        string name = $"dense{Number(_layers.Count)}.";
        Add(name + "weight", [layer.Units, Width], weight);
        if (bias is not null)
        {
            Add(name + "bias", [layer.Units], bias);
        }

        _layers.Add(layer);
        Width = layer.Units;
    }

    /// <summary>LSTMs; one set of tensors for each layer and direction, in the order of both: forward and backward of the first layer, then of the second.</summary>
    internal void AddLstm(LstmAttribute layer, params IReadOnlyList<LayerTensors> tensors)
    {
        Begin(layer);
        string rows = layer.CoupledGates switch { LstmCoupledGates.InputFromForget => "_fgo", LstmCoupledGates.ForgetFromInput => "_igo", _ => "" };
        AddRecurrent("lstm", rows, rows.Length > 0 ? 3 : 4, layer.Hidden, layer.Projection, layer.Layers, layer.Bias, layer.Direction, layer.Merge, tensors);
        _layers.Add(layer);
    }

    /// <summary>GRUs, likewise.</summary>
    internal void AddGru(GruAttribute layer, params IReadOnlyList<LayerTensors> tensors)
    {
        Begin(layer);
        AddRecurrent("gru", "", 3, layer.Hidden, 0, layer.Layers, layer.Bias, layer.Direction, layer.Merge, tensors);
        _layers.Add(layer);
    }

    /// <summary>Any layer, with the tensors that it needs by their names behind that of the layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="width">Values that it gives.</param>
    /// <param name="tensors">In PyTorch's order.</param>
    internal void AddLayer(ILstmLayer layer, int width, IEnumerable<(NeededTensor Tensor, float[] Values)> tensors)
    {
        Begin(layer);
        string kind = layer switch { DenseAttribute => "dense", GruAttribute => "gru", SlstmAttribute => "slstm", _ => "lstm" };
        foreach ((NeededTensor tensor, float[] values) in tensors)
        {
            Add($"{kind}{Number(_layers.Count)}.{tensor.Leaf}", tensor.Shape, values);
        }

        _layers.Add(layer);
        Width = width;
    }

    /// <summary>The model, its tensors compared with what a class of the network needs.</summary>
    internal LstmModelFile Build()
    {
        if (!_layers.Any(layer => layer is not DenseAttribute))
        {
            throw file.Error("there is no recurrent layer; an LSTM or GRU at least was expected.");
        }

        var network = new LstmNetworkAttribute(_embedding.Tokens > 0 ? 1 : Input) { Tokens = _embedding.Tokens, Embedding = _embedding.Values, Skip = Skip, Outputs = Outputs };
        return new LstmModelFile(format, file.Source, new(network, _layers), _tensors)
        {
            InputGain = InputGain, OutputGain = OutputGain, Metadata = Metadata, Notes = Notes, Proof = Proof, Graph = Graph,
        };
    }

    private void Begin(ILstmLayer layer)
    {
        if (layer.Name is not null)
        {
            throw new ArgumentException("names of tensors follow from the places of layers", nameof(layer));
        }

        Width = _layers.Count == 0 && _embedding.Tokens == 0 ? Input : Width;
    }

    private void AddRecurrent(
        string kind, string rows, int sums, int hidden, int projection, int layers, bool bias, LstmDirection direction, LstmMerge merge, IReadOnlyList<LayerTensors> tensors)
    {
        bool both = direction is LstmDirection.Both or LstmDirection.BothApart;
        int outputs = projection > 0 ? projection : hidden, at = 0;
        for (int layer = 0; layer < layers; layer++)
        {
            for (int side = 0; side < (both ? 2 : 1); side++)
            {
                AddPart($"{kind}{Number(_layers.Count)}.", rows, $"_l{Number(layer)}{(side == 1 ? "_reverse" : "")}", sums * hidden, hidden, outputs, bias, tensors[at++]);
            }

            Width = both && merge == LstmMerge.Concat && (direction == LstmDirection.Both || layer == layers - 1) ? 2 * outputs : outputs;
        }
    }

    private void AddPart(string name, string rows, string suffix, int height, int hidden, int outputs, bool bias, LayerTensors part)
    {
        Add($"{name}weight_ih{rows}{suffix}", [height, Width], part.InputWeights);
        Add($"{name}weight_hh{rows}{suffix}", [height, outputs], part.RecurrentWeights);
        if (bias && part.InputBias is not null)
        {
            Add($"{name}bias_ih{rows}{suffix}", [height], part.InputBias);
            Add($"{name}bias_hh{rows}{suffix}", [height], part.RecurrentBias ?? new float[height]);
        }

        AddIfAny($"{name}weight_hr{suffix}", [outputs, hidden], part.Projection);
        AddIfAny($"{name}peephole_i{suffix}", [hidden], part.InputPeephole);
        AddIfAny($"{name}peephole_f{suffix}", [hidden], part.ForgetPeephole);
        AddIfAny($"{name}peephole_o{suffix}", [hidden], part.OutputPeephole);
        foreach ((string beginning, float[] values) in part.Others)
        {
            Add(name + beginning + suffix, [values.Length], values);
        }

        AddIfAny($"{name}initial_hidden{suffix}", [outputs], part.InitialHidden);
        AddIfAny($"{name}initial_cell{suffix}", [hidden], part.InitialCell);
    }

    private void AddIfAny(string name, long[] shape, float[]? values)
    {
        if (values is not null)
        {
            Add(name, shape, values);
        }
    }

    private void Add(string name, long[] shape, float[] values)
    {
        if (shape.Aggregate(1L, (product, each) => product * each) != values.Length)
        {
            throw file.Error($"what becomes {name} has {Number(values.Length)} values; the [{string.Join(", ", shape)}] of the network were expected.");
        }

        _tensors.Add(SafetensorsTensor.FromFloats(name, shape, values));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
