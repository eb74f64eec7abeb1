using System.Globalization;
using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>A layer as the configuration of a model of Keras says it.</summary>
/// <param name="file">For messages.</param>
/// <param name="type">Its class, such as <c>LSTM</c>.</param>
/// <param name="name">Its name in the model.</param>
/// <param name="config">Its options.</param>
internal sealed class KerasLayer(ModelBytes file, string type, string name, JsonElement config)
{
    // What every layer may have and what changes nothing once it is trained.
    private static readonly HashSet<string> s_common =
    [
        "name", "trainable", "dtype", "batch_input_shape", "batch_shape", "input_shape", "batch_size", "input_dtype", "activity_regularizer", "seed", "noise_shape", "input_dim", "input_length",
    ];

    internal string Type { get; } = type;

    internal string Name { get; } = name;

    /// <summary>What messages call it.</summary>
    internal string Words => $"layer {SafeText.Quote(Name)}, {SafeText.Plain(Type)},";

    internal LstmFormatException Error(string message) => file.Error($"{Words} {message}");

    /// <summary>Sees to it that the layer has no options but those named and those that all have.</summary>
    internal void Allow(params ReadOnlySpan<string> options)
    {
        foreach (JsonProperty option in config.EnumerateObject())
        {
            if (!s_common.Contains(option.Name) && !options.Contains(option.Name))
            {
                throw Error($"has the option {SafeText.Quote(option.Name)}, which is not known; {string.Join(", ", options.ToArray())} were expected.");
            }
        }
    }

    internal bool Truth(string option, bool otherwise = false) => Get(option) is not { } value ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.ValueKind == JsonValueKind.True : throw Wrong(option, "true or false");

    internal string? Text(string option) => Get(option) is not { } value ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(option, "a text");

    internal double? Number(string option) => Get(option) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && float.IsFinite((float)number) ? number : throw Wrong(option, "a finite number");

    internal int Whole(string option, int most) => Get(option) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number) && number > 0 && number <= most
        ? number : throw Wrong(option, $"a whole number from 1 to {most.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>An option; null where there is none, or null in its place.</summary>
    internal JsonElement? Get(string option) => config.TryGetProperty(option, out JsonElement value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    /// <summary>A layer that is an option of this one, as those of wrappers are; null where there is none.</summary>
    internal KerasLayer? Inner(string option) => Get(option) is { } value ? Of(file, value, Name) : null;

    /// <summary>The layer of an entry <c>{"class_name": ..., "config": {...}}</c>.</summary>
    internal static KerasLayer Of(ModelBytes file, JsonElement entry, string where)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("class_name", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("config", out JsonElement config) || config.ValueKind != JsonValueKind.Object)
        {
            throw file.Error($"the configuration has an entry in {SafeText.Quote(where)} without class_name or config; a layer was expected.");
        }

        string name = config.TryGetProperty("name", out JsonElement named) && named.ValueKind == JsonValueKind.String ? named.GetString()!
            : entry.TryGetProperty("name", out named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : where;
        return new KerasLayer(file, type.GetString()!, name, config);
    }

    private LstmFormatException Wrong(string option, string expected) => Error($"has {(Get(option) is { } value ? $"the option {option} = {SafeText.Plain(value.GetRawText())}" : $"no option {option}")}; {expected} was expected.");
}
