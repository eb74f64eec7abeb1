using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>Tells the formats apart that are JSON texts: by the keys of the outermost object, up to where the text is damaged.</summary>
internal static class JsonTop
{
    private static readonly (string Key, JsonKinds Kind)[] s_keys =
    [
        ("layers", JsonKinds.RtNeural), ("in_shape", JsonKinds.RtNeural),
        ("in_skip", JsonKinds.AidaX), ("in_gain", JsonKinds.AidaX), ("out_gain", JsonKinds.AidaX), ("input_batch", JsonKinds.AidaX), ("output_batch", JsonKinds.AidaX),
        ("metadata", JsonKinds.AidaX), ("samplerate", JsonKinds.AidaX),
        ("model_data", JsonKinds.GuitarMl), ("state_dict", JsonKinds.GuitarMl),
        ("architecture", JsonKinds.Nam),
    ];

    /// <summary>The kinds that the keys of a file speak for.</summary>
    internal static JsonKinds Of(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> text = JsonCursor.Text(JsonWords.IndexOfLong(file) is >= 0 and int damaged ? file[..damaged] : file);
        var kinds = JsonKinds.None;
        if (text.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            return kinds;
        }

        var reader = new Utf8JsonReader(text);
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                {
                    kinds |= Of(reader);
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            // What was seen so far is what the file was meant to be; its reader says what is wrong.
        }

        return kinds;
    }

    private static JsonKinds Of(in Utf8JsonReader reader)
    {
        if (reader.ValueSpan.IndexOf("weight"u8) >= 0 || reader.ValueSpan.IndexOf(".bias"u8) >= 0)
        {
            return reader.ValueSpan.SequenceEqual("weights"u8) ? JsonKinds.None : JsonKinds.TorchJson;
        }

        foreach ((string key, JsonKinds kind) in s_keys)
        {
            if (!reader.ValueIsEscaped && reader.ValueTextEquals(key))
            {
                return kind;
            }
        }

        return JsonKinds.None;
    }
}
