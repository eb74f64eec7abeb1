namespace LstmGen.Formats.Onnx.Writing;

/// <summary>A layer and what the names of its tensors begin with.</summary>
/// <param name="Layer">Its attribute.</param>
/// <param name="Prefix">Such as <c>lstm0.</c>.</param>
internal readonly record struct WrittenLayer(ILstmLayer Layer, string Prefix)
{
    /// <summary>What messages call it.</summary>
    internal string Name => Prefix.Length > 0 ? Prefix.TrimEnd('.') : "lstm";
}

/// <summary>The layers of a network in the long form, whichever form it has, and its tensors.</summary>
internal sealed class WrittenLayers
{
    private readonly LstmModelFile _model;
    private readonly Dictionary<string, SafetensorsTensor> _tensors = [];

    internal WrittenLayers(LstmModelFile model)
    {
        _model = model;
        foreach (SafetensorsTensor tensor in model.Tensors)
        {
            _ = _tensors.TryAdd(tensor.Name, tensor) ? 0 : throw Error($"there are two tensors {Text.Quote(tensor.Name)}.");
        }

        if (model.Network.Model is { } form)
        {
            Network = new(form.Input) { Tokens = form.Tokens, Embedding = form.Embedding, Outputs = form.Outputs };
            Layers.Add(new(LayerOptions.Copy(form, new LstmAttribute(form.Hidden, form.Layers)), ""));
            if (form.Output > 0)
            {
                Layers.Add(new(new DenseAttribute(form.Output) { Bias = form.Bias }, "head."));
            }

            return;
        }

        Network = model.Network.Network!;
        Layers.AddRange(model.Network.Layers.Select((layer, at) => new WrittenLayer(layer, layer.Name is { } name ? name + "." : $"{Kind(layer)}{Text.Number(at)}.")));
    }

    internal LstmNetworkAttribute Network { get; }

    internal List<WrittenLayer> Layers { get; } = [];

    internal LstmFormatException Error(string message) => new($"{_model.Source}: {message}");

    internal bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>The values of a tensor, which nobody takes again.</summary>
    internal float[] Take(string name, long count)
    {
        if (!_tensors.Remove(name, out SafetensorsTensor? tensor))
        {
            throw Error($"there is no tensor {Text.Quote(name)}, which the network needs.");
        }

        return tensor.ElementCount == count ? tensor.ToFloats() : throw Error($"tensor {tensor} has {Text.Number(tensor.ElementCount)} values; {Text.Number(count)} were expected.");
    }

    /// <exception cref="LstmFormatException">A tensor is left.</exception>
    internal void Finish()
    {
        if (_tensors.Count > 0)
        {
            throw Error($"the network has no use for tensor {_tensors.Values.First()}.");
        }
    }

    private static string Kind(ILstmLayer layer) => layer switch { DenseAttribute => "dense", GruAttribute => "gru", SlstmAttribute => "slstm", _ => "lstm" };
}
