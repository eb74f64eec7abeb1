using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>
/// Walks a JSON text and takes nothing on trust: every value has the kind that was asked for, keys of an object are known and stand once, numbers are finite. A copy goes on by
/// itself, so that a value can be read when what comes after it is known.
/// </summary>
internal ref partial struct JsonCursor
{
    private const int Deepest = 32;
    private const int LongestShown = 60; // characters of a value in a message
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = Deepest };

    private readonly ModelBytes _file;
    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _reader;

    private JsonCursor(ModelBytes file)
    {
        _file = file;
        _text = Text(file.Span);
        _reader = new Utf8JsonReader(_text, s_options);
    }

    /// <summary>Kind of the value that the cursor stands on.</summary>
    internal readonly JsonTokenType Kind => _reader.TokenType;

    /// <summary>The text without the mark of byte order that some editors write before it.</summary>
    internal static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> file) => file.StartsWith(Encoding.UTF8.Preamble) ? file[Encoding.UTF8.Preamble.Length..] : file;

    /// <summary>Has a file read from its first value on, which is an object, and sees to it that nothing follows.</summary>
    /// <exception cref="LstmFormatException">It is no JSON, or what <paramref name="read"/> says.</exception>
    internal static T Read<T>(ModelBytes file, JsonRead<T> read)
    {
        if (JsonWords.IndexOfLong(file.Span) is >= 0 and int at)
        {
            throw file.Error(FormattableString.Invariant($"this is not valid JSON at byte {at + 1}: a word has more than {JsonWords.Longest} bytes; a number, true, false or null was expected."));
        }

        try
        {
            var cursor = new JsonCursor(file);
            cursor._reader.Read();
            cursor.Expect(JsonTokenType.StartObject, "the text");
            T result = read(ref cursor);
            cursor._reader.Read(); // throws where something follows
            return result;
        }
        catch (JsonException error)
        {
            string where = string.Create(CultureInfo.InvariantCulture, $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
            throw file.Error($"this is not valid JSON at {where}, or it is cut short: {SafeText.Plain(error.Message)}", error);
        }
    }

    /// <summary>The next key of the object that is being read; the cursor then stands on its value. False at the end of the object.</summary>
    /// <param name="where">What the object is, for messages.</param>
    /// <param name="known">The keys that it may have, 32 at most.</param>
    /// <param name="seen">Those it had so far; 0 at first.</param>
    /// <param name="key">One of <paramref name="known"/>.</param>
    internal bool NextKey(string where, ReadOnlySpan<string> known, ref uint seen, out string key)
    {
        key = "";
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }

        for (int at = 0; at < known.Length; at++)
        {
            if (IsKey(known[at]))
            {
                key = known[at];
                if ((seen & (1u << at)) != 0)
                {
                    throw Twice(where, key);
                }

                seen |= 1u << at;
                _reader.Read();
                return true;
            }
        }

        throw _file.Error($"{where} has a key {Shown(Text(where))} that is not known; {string.Join(", ", known)} were expected.");
    }

    /// <summary>Sees to it that an object had the keys it must have.</summary>
    /// <param name="where">As for <see cref="NextKey"/>, as are the next two.</param>
    /// <param name="known">The keys that it may have.</param>
    /// <param name="seen">Those it had.</param>
    /// <param name="needed">Those it must have.</param>
    internal readonly void Require(string where, ReadOnlySpan<string> known, uint seen, params ReadOnlySpan<string> needed)
    {
        foreach (string key in needed)
        {
            if ((seen & (1u << known.IndexOf(key))) == 0)
            {
                throw _file.Error($"{where} has no key {key}; one was expected.");
            }
        }
    }

    /// <summary>The next key of an object whose keys are names; the cursor then stands on its value. False at the end of the object.</summary>
    internal bool NextName(string where, out string name)
    {
        name = "";
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }

        name = Text(where);
        _reader.Read();
        return true;
    }

    /// <summary>The next value of the array that is being read; false at its end.</summary>
    internal bool NextItem()
    {
        _reader.Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Passes over the value.</summary>
    internal void Skip() => _reader.Skip();

    internal readonly void Expect(JsonTokenType kind, string what)
    {
        if (_reader.TokenType != kind)
        {
            throw _file.Error($"{what} is {Described()}; {Name(kind)} was expected.");
        }
    }

    internal readonly string String(string what)
    {
        Expect(JsonTokenType.String, what);
        return Text(what);
    }

    internal readonly bool Truth(string what)
        => _reader.TokenType is JsonTokenType.True or JsonTokenType.False
            ? _reader.TokenType == JsonTokenType.True
            : throw _file.Error($"{what} is {Described()}; true or false was expected.");

    internal readonly int Whole(string what, int least, int most)
        => _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out int value) && value >= least && value <= most
            ? value
            : throw _file.Error(string.Create(CultureInfo.InvariantCulture, $"{what} is {Described()}; a whole number from {least} to {most} was expected."));

    /// <summary>A number as F32 holds it.</summary>
    internal readonly float Number(string what)
        => _reader.TokenType == JsonTokenType.Number && _reader.TryGetDouble(out double value) && float.IsFinite((float)value)
            ? (float)value
            : throw _file.Error($"{what} is {Described()}; a finite number was expected.");

    /// <summary>A string as it is, anything else as it stands in the text.</summary>
    internal string Words(string what)
    {
        if (_reader.TokenType == JsonTokenType.String)
        {
            return Text(what);
        }

        int begin = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return Encoding.UTF8.GetString(_text[begin..(int)_reader.BytesConsumed]);
    }

    /// <summary>Nested arrays of numbers as one, the last index running fastest, and their shape. All arrays of one depth must be of one length.</summary>
    internal float[] Numbers(string what, out int[] shape)
    {
        shape = Measure(what);
        var values = new float[shape.Aggregate(1, (product, each) => product * each)];
        int at = 0;
        for (int depth = _reader.CurrentDepth; ; _reader.Read())
        {
            if (_reader.TokenType == JsonTokenType.Number)
            {
                values[at++] = Number(what);
            }
            else if (_reader.TokenType == JsonTokenType.EndArray && _reader.CurrentDepth == depth)
            {
                return values;
            }
        }
    }

    /// <summary>One array of numbers.</summary>
    internal float[] Vector(string what)
        => Numbers(what, out int[] shape) is { } values && shape.Length == 1 ? values : throw Shape(what, shape, "one array of numbers");

    /// <summary>Nested arrays of a known shape.</summary>
    internal float[] Numbers(string what, params ReadOnlySpan<int> expected)
    {
        float[] values = Numbers(what, out int[] shape);
        return expected.SequenceEqual(shape)
            ? values
            : throw Shape(what, shape, $"[{string.Join(", ", expected.ToArray())}]");
    }

    /// <summary>Lengths by depth, read with a copy, so that what is read then fits exactly.</summary>
    private readonly int[] Measure(string what)
    {
        Expect(JsonTokenType.StartArray, what);
        JsonCursor ahead = this;
        Span<int> counts = stackalloc int[Deepest + 1], lengths = stackalloc int[Deepest + 1];
        lengths.Clear();
        int depth = 0, leaf = 0; // where numbers stand
        do
        {
            switch (ahead._reader.TokenType)
            {
                case JsonTokenType.StartArray when leaf == 0 || depth < leaf:
                    counts[depth++]++;
                    counts[depth] = 0;
                    break;
                case JsonTokenType.EndArray when counts[depth] > 0 && (lengths[depth] == 0 || lengths[depth] == counts[depth]):
                    lengths[depth] = counts[depth--];
                    break;
                case JsonTokenType.StartArray or JsonTokenType.EndArray:
                    throw Uneven(what);
                default:
                    _ = ahead.Number(what);
                    leaf = leaf == 0 ? depth : leaf;
                    if (leaf != depth)
                    {
                        throw Uneven(what);
                    }

                    counts[depth]++;
                    break;
            }
        }
        while (depth > 0 && ahead._reader.Read());
        return lengths[1..(leaf + 1)].ToArray();
    }

    /// <summary>An error of the file.</summary>
    internal readonly LstmFormatException Error(string message) => _file.Error(message);

    private readonly LstmFormatException Shape(string what, int[] shape, string expected)
        => _file.Error($"{what} has shape [{string.Join(", ", shape)}]; {expected} was expected.");

    private readonly LstmFormatException Uneven(string what)
        => _file.Error($"{what} is empty, or has arrays of several lengths or depths; numbers in arrays of one length were expected.");

    private readonly LstmFormatException Twice(string where, string key) => _file.Error($"{where} has the key {key} twice; once was expected.");

    private readonly bool IsKey(string key)
    {
        try
        {
            return _reader.ValueTextEquals(key);
        }
        catch (InvalidOperationException)
        {
            return false; // no valid text, so no key that is known
        }
    }

    private readonly string Text(string what)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw _file.Error($"{what} has text that is not valid Unicode.", error);
        }
    }

    /// <summary>What stands here, for messages.</summary>
    private readonly string Described() => _reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => $"the text '{Shown(Encoding.UTF8.GetString(Beginning()))}'",
        _ => Shown(Encoding.UTF8.GetString(Beginning())),
    };

    private readonly ReadOnlySpan<byte> Beginning() => _reader.ValueSpan[..Math.Min(_reader.ValueSpan.Length, 4 * LongestShown)];

    internal static string Shown(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "...";

    private static string Name(JsonTokenType kind) => kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        _ => "a number",
    };
}
