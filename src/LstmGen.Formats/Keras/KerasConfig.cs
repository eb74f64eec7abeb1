using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>The layers of a model of Keras from the inputs to the outputs: of a Sequential, or of a functional model whose layers follow one another.</summary>
internal static class KerasConfig
{
    private const int MostLayers = 256;

    /// <summary>Parses a configuration, which must be small beside the weights.</summary>
    internal static JsonElement Parse(ModelBytes file, ReadOnlyMemory<byte> text, string what)
    {
        if (text.Length > (256 * 1024) + (file.Content.Length / 16))
        {
            throw file.Error($"{what} has {text.Length} bytes in a file of {file.Content.Length}; a small part of it was expected.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 48 });
            JsonElement root = document.RootElement.Clone();
            Check(root);
            return root.ValueKind == JsonValueKind.Object ? root : throw file.Error($"{what} is no JSON object; one was expected.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw file.Error($"{what} is not valid JSON: {SafeText.Plain(error.Message)}", error);
        }
    }

    /// <summary>The layers of a model.</summary>
    internal static List<KerasLayer> Layers(ModelBytes file, JsonElement model)
    {
        string? type = model.TryGetProperty("class_name", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        if (type is not ("Sequential" or "Functional" or "Model") || !model.TryGetProperty("config", out JsonElement config))
        {
            throw file.Error($"the configuration is of the class {SafeText.Quote(type ?? "?")}; a Sequential or Functional model was expected.");
        }

        JsonElement entries = config.ValueKind == JsonValueKind.Array ? config
            : config.ValueKind == JsonValueKind.Object && config.TryGetProperty("layers", out JsonElement inner) && inner.ValueKind == JsonValueKind.Array ? inner
            : throw file.Error("the configuration has no list of layers; one was expected.");
        if (entries.GetArrayLength() > MostLayers)
        {
            throw file.Error($"the configuration has {entries.GetArrayLength()} layers; at most {MostLayers} were expected.");
        }

        var layers = entries.EnumerateArray().Select(entry => (Layer: KerasLayer.Of(file, entry, "layers"), Entry: entry)).ToList();
        if (layers.GroupBy(layer => layer.Layer.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice && layers.Count > 0)
        {
            throw file.Error($"there are two layers {SafeText.Quote(twice.Key)}; one was expected.");
        }

        return type == "Sequential" ? [.. layers.Select(layer => layer.Layer)] : Chain(file, layers);
    }

    /// <summary>Layers of a functional model, each of which must read the one before.</summary>
    private static List<KerasLayer> Chain(ModelBytes file, List<(KerasLayer Layer, JsonElement Entry)> layers)
    {
        var readers = new Dictionary<string, KerasLayer>(StringComparer.Ordinal);
        KerasLayer? first = null;
        foreach ((KerasLayer layer, JsonElement entry) in layers)
        {
            List<string> sources = [];
            Sources(entry.TryGetProperty("inbound_nodes", out JsonElement nodes) ? nodes : default, sources);
            if (sources.Count == 0)
            {
                first = first is null ? layer : throw layer.Error($"is a second input beside {SafeText.Quote(first.Name)}; one was expected.");
            }
            else if (sources.Count > 1)
            {
                throw layer.Error($"reads {SafeText.Names(sources)}; one layer was expected, since a class has no branches.");
            }
            else if (!readers.TryAdd(sources[0], layer))
            {
                throw layer.Error($"reads {SafeText.Quote(sources[0])}, as {SafeText.Quote(readers[sources[0]].Name)} does; one reader was expected, since a class has no branches.");
            }
        }

        List<KerasLayer> chain = [];
        for (KerasLayer? layer = first; layer is not null && chain.Count < layers.Count; layer = readers.GetValueOrDefault(layer.Name))
        {
            chain.Add(layer);
        }

        return chain.Count == layers.Count ? chain : throw file.Error($"of {layers.Count} layers only {chain.Count} follow one another from the input on; all of them were expected to.");
    }

    /// <summary>Names of layers that calls read: of Keras 2 lists <c>["name", 0, 0, {}]</c>, of Keras 3 <c>keras_history</c>.</summary>
    private static void Sources(JsonElement node, List<string> sources)
    {
        switch (node.ValueKind)
        {
            case JsonValueKind.Array when node.GetArrayLength() >= 3 && node[0].ValueKind == JsonValueKind.String && node[1].ValueKind == JsonValueKind.Number:
                sources.Add(node[0].GetString()!);
                for (int at = 3; at < node.GetArrayLength(); at++)
                {
                    Sources(node[at], sources);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement each in node.EnumerateArray())
                {
                    Sources(each, sources);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty each in node.EnumerateObject())
                {
                    Sources(each.Value, sources);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Sees to it that all texts can be read and no key stands twice.</summary>
    private static void Check(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var keys = new HashSet<string>(StringComparer.Ordinal);
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    if (!keys.Add(property.Name))
                    {
                        throw new JsonException($"the key {SafeText.Quote(property.Name)} stands twice.");
                    }

                    Check(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement each in element.EnumerateArray())
                {
                    Check(each);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            default:
                break;
        }
    }
}
