using System.Globalization;

namespace LstmGen.Formats;

/// <summary>A layer of a model that is to be written: its attribute, and what the names of its tensors begin with.</summary>
internal readonly record struct WrittenLayer(ILstmLayer Attribute, string Prefix);

/// <summary>The layers of a model for formats that have few: what they have no place for is an error that names it.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="format">The format, for messages.</param>
/// <param name="model">The model.</param>
internal sealed class WrittenLayers(string path, string format, LstmModelFile model)
{
    private readonly Dictionary<string, SafetensorsTensor> _tensors = model.Tensors.ToDictionary(tensor => tensor.Name);

    /// <summary>Features of a sample.</summary>
    internal int Input => model.Network.Model?.Input ?? model.Network.Network!.Input;

    /// <summary>The layers, those of the short form too.</summary>
    internal WrittenLayer[] Find(params IReadOnlyList<string> expressible)
    {
        LstmNetworkDescription network = model.Network;
        if (network.Model is { } one)
        {
            LstmAttribute lstm = LayerOptions.Copy(one, new LstmAttribute(one.Hidden, one.Layers));
            RequireNetwork(one.Outputs, one.Tokens, skip: false);
            RequirePlain(lstm, "the LSTM", expressible);
            return [new(lstm, ""), .. one.Output > 0 ? [new WrittenLayer(new DenseAttribute(one.Output) { Bias = one.Bias }, "head.")] : Array.Empty<WrittenLayer>()];
        }

        RequireNetwork(network.Network!.Outputs, network.Network.Tokens, network.Network.Skip);
        var layers = new List<WrittenLayer>();
        foreach (ILstmLayer layer in network.Layers)
        {
            string kind = layer switch { LstmAttribute => "lstm", GruAttribute => "gru", DenseAttribute => "dense", _ => "slstm" };
            string name = layer.Name ?? kind + layers.Count.ToString(CultureInfo.InvariantCulture);
            RequirePlain(layer, $"layer {name}", expressible);
            layers.Add(new(layer, name + "."));
        }

        return [.. layers];
    }

    /// <summary>The values of a tensor.</summary>
    internal float[] Floats(string name) => _tensors[name].ToFloats();

    /// <summary>The values of a tensor, or zeros where there is none.</summary>
    internal float[] FloatsOrZeros(string name, int count) => _tensors.TryGetValue(name, out SafetensorsTensor? tensor) ? tensor.ToFloats() : new float[count];

    /// <summary>Both biases together, or zeros.</summary>
    internal float[] Bias(string prefix, int layer, int rows)
        => [.. FloatsOrZeros(Named(prefix, "bias_ih", layer), rows).Zip(FloatsOrZeros(Named(prefix, "bias_hh", layer), rows), (one, other) => one + other)];

    internal static string Named(string prefix, string tensor, int layer) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{tensor}_l{layer}");

    internal LstmFormatException Error(string what) => new($"{path}: the model has {what}, which {format} has no place for.");

    private void RequireNetwork(LstmOutputs outputs, int tokens, bool skip)
    {
        if (skip || outputs != LstmOutputs.EveryStep || tokens > 0)
        {
            throw Error(skip ? "inputs that are added to its outputs" : tokens > 0 ? "tokens" : $"outputs of all steps together ({outputs})");
        }
    }

    /// <summary>Sees to it that all that an attribute can say is as it is by itself, but for what the format has.</summary>
    private void RequirePlain(ILstmLayer layer, string what, IReadOnlyList<string> expressible)
    {
        object plain = layer switch { LstmAttribute => new LstmAttribute(1), GruAttribute => new GruAttribute(1), DenseAttribute => new DenseAttribute(1), _ => throw Error($"{what}, an sLSTM") };
        foreach (var property in layer.GetType().GetProperties().Where(each => each.CanWrite && each.Name is not (nameof(ILstmLayer.Name) or nameof(LstmAttribute.Bias) or nameof(LstmCellAttribute.NormEpsilon))))
        {
            object? value = property.GetValue(layer);
            if (!expressible.Contains(property.Name) && !Equals(value, property.GetValue(plain)))
            {
                throw Error(string.Create(CultureInfo.InvariantCulture, $"{property.Name} = {value} in {what}"));
            }
        }
    }
}
