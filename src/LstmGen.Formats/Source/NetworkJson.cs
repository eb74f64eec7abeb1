using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>
/// A network as JSON: its attributes in order, each <c>{"Lstm": {"hidden": 64, "Clip": 3.5}}</c>, with what is not as it would be without. Weight files have it among their metadata, so
/// that they say which network they are of.
/// </summary>
internal static class NetworkJson
{
    /// <summary>Its key among the metadata of a safetensors file.</summary>
    internal const string Key = "lstmgen.network";

    internal static string Write(LstmNetworkDescription network)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (NetworkAttribute attribute in NetworkAttribute.Of(network))
            {
                json.WriteStartObject();
                json.WriteStartObject(attribute.Name);
                foreach ((string name, int value) in attribute.Sizes)
                {
                    json.WriteNumber(name, value);
                }

                foreach ((string name, object value) in attribute.Options)
                {
                    json.WritePropertyName(name);
                    Write(json, value);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The network that such a text describes.</summary>
    /// <exception cref="FormatException">It describes none; the message says what was found and what was expected.</exception>
    internal static LstmNetworkDescription Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = 4 });
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw new FormatException($"the network is {document.RootElement.ValueKind}; an array of attributes was expected");
            }

            Attribute[] attributes = [.. document.RootElement.EnumerateArray().Select(Attribute)];
            return attributes switch
            {
                [LstmModelAttribute model] => new(model),
                [LstmNetworkAttribute network, ..] when attributes.Skip(1).All(each => each is ILstmLayer) => new(network, attributes.Skip(1).Cast<ILstmLayer>()),
                _ => throw new FormatException($"the network has the attributes {string.Join(", ", attributes.Select(each => each.GetType().Name))}; LstmModel alone or LstmNetwork and layers were expected"),
            };
        }
        catch (JsonException error)
        {
            throw new FormatException($"the network is no JSON: {SafeText.Plain(error.Message)}", error);
        }
    }

    private static Attribute Attribute(JsonElement element)
    {
        JsonProperty[] members = element.ValueKind == JsonValueKind.Object ? [.. element.EnumerateObject()] : [];
        if (members is not [{ Value.ValueKind: JsonValueKind.Object } only])
        {
            throw new FormatException("an element of the network is not one attribute by its name, such as {\"Lstm\": {\"hidden\": 64}}");
        }

        Dictionary<string, JsonElement> values = [];
        foreach (JsonProperty each in only.Value.EnumerateObject())
        {
            if (!values.TryAdd(each.Name, each.Value))
            {
                throw new FormatException($"the attribute {only.Name} has {SafeText.Plain(each.Name)} twice");
            }
        }

        string[] sizes = NetworkAttribute.SizesOf(only.Name);
        Attribute plain = NetworkAttribute.New(only.Name, []) ?? throw new FormatException($"the network has the attribute {SafeText.Quote(only.Name)}; LstmModel, LstmNetwork, Lstm, Gru, Slstm or Dense was expected");
        Attribute attribute = NetworkAttribute.New(only.Name, [.. sizes.Select(name => values.Remove(name, out JsonElement size) ? Size(only.Name, name, size) : NetworkAttribute.Size(plain, name))])!;
        foreach ((string name, JsonElement value) in values)
        {
            PropertyInfo property = NetworkAttribute.Properties(attribute.GetType()).FirstOrDefault(each => each.Name == name)
                ?? throw new FormatException($"the attribute {only.Name} has no {SafeText.Quote(name)}");
            property.SetValue(attribute, Value(only.Name, name, value, property.PropertyType));
        }

        return attribute;
    }

    private static int Size(string attribute, string name, JsonElement value)
        => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int size) ? size : throw Wrong(attribute, name, value, "a whole number");

    private static object Value(string attribute, string name, JsonElement value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return (value.ValueKind, type) switch
        {
            (JsonValueKind.True or JsonValueKind.False, _) when type == typeof(bool) => value.GetBoolean(),
            (JsonValueKind.Number, _) when type == typeof(int) && value.TryGetInt32(out int whole) => whole,
            (JsonValueKind.Number, _) when type == typeof(float) && value.TryGetSingle(out float number) && float.IsFinite(number) => number,
            (JsonValueKind.String, { IsEnum: true }) when Enum.IsDefined(type, value.GetString()!) => Enum.Parse(type, value.GetString()!),
            (JsonValueKind.String, _) when type == typeof(string) => value.GetString()!,
            _ => throw Wrong(attribute, name, value, type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}" : $"a {type.Name}"),
        };
    }

    private static FormatException Wrong(string attribute, string name, JsonElement value, string expected)
        => new($"{name} of the attribute {attribute} is {Short(value.ToString())}; {expected} was expected");

    private static string Short(string text) => text.Length > 40 ? text[..40] + "..." : text;

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case float number:
                string text = number.ToString("R", CultureInfo.InvariantCulture);
                json.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0"); // what tells it from a whole number
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
