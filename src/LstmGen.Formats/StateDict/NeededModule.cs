using System.Globalization;

namespace LstmGen.Formats;

/// <summary>The tensors of a layer of a network that is described.</summary>
/// <param name="Prefix">What their names begin with in a class of it.</param>
/// <param name="Words">The layer, for messages.</param>
/// <param name="Tensors">Names behind the prefix, and shapes.</param>
internal sealed record NeededModule(string Prefix, string Words, List<NeededTensor> Tensors)
{
    /// <summary>Those of all layers, in the order of the network.</summary>
    internal static List<NeededModule> Of(LstmNetworkDescription description)
        => description.Model is { } model ? Of(model) : Of(description.Network!, description.Layers);

    private static List<NeededModule> Of(LstmModelAttribute model)
    {
        List<NeededModule> modules = model.Embedding > 0 ? [Embedding(model.Tokens, model.Embedding)] : [];
        int features = model.Embedding > 0 ? model.Embedding : model.Tokens > 0 ? model.Tokens : model.Input;
        (List<NeededTensor> tensors, int width) = LayerNames.Lstm(model, model.Hidden, model.Layers, model.Bias, model.Projection, model.Direction, model.Merge, features);
        modules.Add(new("", "the LSTM of the description", tensors));
        if (model.Output > 0)
        {
            modules.Add(new("head.", "the head of the description", LayerNames.Dense(model.Output, model.Bias, width)));
        }

        return modules;
    }

    private static List<NeededModule> Of(LstmNetworkAttribute network, IReadOnlyList<ILstmLayer> layers)
    {
        List<NeededModule> modules = network.Tokens > 0 ? [Embedding(network.Tokens, network.Embedding)] : [];
        int features = network.Tokens > 0 ? network.Embedding : network.Input;
        for (int at = 0; at < layers.Count; at++)
        {
            string kind = layers[at] switch { DenseAttribute => "dense", GruAttribute => "gru", SlstmAttribute => "slstm", _ => "lstm" };
            string name = layers[at].Name ?? kind + at.ToString(CultureInfo.InvariantCulture);
            (List<NeededTensor> tensors, features) = LayerNames.Of(layers[at], features);
            modules.Add(new(name + ".", $"layer {name} of the description", tensors));
        }

        return modules;
    }

    private static NeededModule Embedding(int tokens, int values) => new("embedding.", "the vectors of tokens of the description", [new("weight", [tokens, values])]);
}
