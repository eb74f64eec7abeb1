using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>What belongs to a series in the metadata of a weight file: one key for each thing, with the version of its text, and JSON. A float is written as the shortest number that reads back to its bits.</summary>
internal static class SeriesMetadata
{
    private const int Version = 1;

    private static readonly JsonWriterOptions s_text = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static KeyValuePair<string, string> Entry(string kind, string name, Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, s_text))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return new(Key(kind, name), Encoding.UTF8.GetString(text.WrittenSpan));
    }

    internal static void Write(Utf8JsonWriter json, string property, IReadOnlyList<string> names)
    {
        json.WriteStartArray(property);
        foreach (string name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    internal static void Write(Utf8JsonWriter json, string property, ReadOnlySpan<float> values)
    {
        json.WriteStartArray(property);
        foreach (float value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>Has an entry read; whatever is wrong with it is said of the file and the key.</summary>
    internal static T Read<T>(SafetensorsFile file, string kind, string name, Func<JsonElement, T> read)
    {
        string key = Key(kind, name);
        if (!file.Metadata.TryGetValue(key, out string? text))
        {
            throw new LstmFormatException($"{file.Source}: the metadata have no {SafetensorsTensor.Quote(key)}; it was expected beside the weights.");
        }

        try
        {
            if (JsonWords.IndexOfLong(Encoding.UTF8.GetBytes(text)) is int at && at >= 0)
            {
                throw new FormatException($"there is a word of more than {JsonWords.Longest} bytes at byte {at}; JSON was expected");
            }

            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 4 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw new FormatException("an object was expected");
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException)
        {
            throw new LstmFormatException($"{file.Source}: metadata {SafetensorsTensor.Quote(key)}: {error.Message.TrimEnd('.')}.", error);
        }
    }

    internal static float[] Floats(JsonElement json, string property)
    {
        var values = new List<float>();
        foreach (JsonElement item in Items(json, property))
        {
            values.Add(item.ValueKind == JsonValueKind.Number && item.TryGetSingle(out float value)
                ? value : throw new FormatException($"{property} {values.Count} is no number of a float"));
        }

        return [.. values];
    }

    internal static double Number(JsonElement json, string property)
        => json.TryGetProperty(property, out JsonElement item) && item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out double value)
            ? value : throw new FormatException($"there is no number {property}");

    /// <summary>Throws unless the names are these.</summary>
    internal static void RequireNames(JsonElement json, string property, IReadOnlyList<string> expected)
    {
        List<string> found = Names(json, property);
        int at = 0;
        while (at < found.Count && at < expected.Count && found[at] == expected[at])
        {
            at++;
        }

        if (at < found.Count || at < expected.Count)
        {
            throw new FormatException(
                $"number {at} of the {found.Count} {property} is {Name(found, at)}; {Name(expected, at)} of {expected.Count} was expected");
        }
    }

    internal static List<string> Names(JsonElement json, string property)
    {
        var names = new List<string>();
        foreach (JsonElement item in Items(json, property))
        {
            names.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw new FormatException($"{property} {names.Count} is no text"));
        }

        return names;
    }

    /// <summary>Throws unless there is one name for each of a number of things, and none twice.</summary>
    internal static void CheckNames(IReadOnlyList<string> names, int count, string parameter)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        if (names.Count != count)
        {
            throw new ArgumentException($"There are {names.Count} names; {count} were expected.", parameter);
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            ArgumentNullException.ThrowIfNull(name, parameter);
            SafetensorsWriter.CheckText(name, parameter);
            if (!known.Add(name))
            {
                throw new ArgumentException($"The name {SafetensorsTensor.Quote(name)} occurs twice; names must be unique.", parameter);
            }
        }
    }

    private static string Key(string kind, string name) => $"lstmgen.{kind}.{Version}.{name}";

    private static string Name(IReadOnlyList<string> names, int at) => at < names.Count ? SafetensorsTensor.Quote(names[at]) : "none";

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string property)
        => json.TryGetProperty(property, out JsonElement items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray() : throw new FormatException($"there is no list {property}");
}
