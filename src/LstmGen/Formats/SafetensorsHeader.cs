using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Unicode;
using static LstmGen.Formats.SafetensorsTensor;

namespace LstmGen.Formats;

/// <summary>One tensor as the header describes it: its elements are the bytes Begin to End of the buffer after the header.</summary>
internal readonly record struct SafetensorsEntry(string Name, SafetensorsDtype Dtype, long[] Shape, long Begin, long End);

/// <summary>
/// The header of a safetensors file, read and checked against the length of the data behind it:
/// <c>{"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"__metadata__":{"key":"text"}}</c>.
/// </summary>
internal sealed class SafetensorsHeader
{
    internal const string MetadataKey = "__metadata__";
    internal const int PrefixLength = 8;
    internal const int MaxLength = 100_000_000;

    private const int MaxDepth = 3;

    private readonly string _source;

    private SafetensorsHeader(int capacity, string source)
    {
        _source = source;
        Entries = new SafetensorsEntry[capacity];
        Index = new Dictionary<string, int>(capacity, StringComparer.Ordinal);
    }

    /// <summary>In the order of the header.</summary>
    internal SafetensorsEntry[] Entries { get; private set; }

    /// <summary>From a name to its place in <see cref="Entries"/>.</summary>
    internal Dictionary<string, int> Index { get; }

    internal IReadOnlyDictionary<string, string> Metadata { get; private set; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Places in <see cref="Entries"/>, in the order in which the data lie.</summary>
    internal int[] DataOrder { get; private set; } = [];

    /// <summary>Length of the header from the first 8 bytes of a file, or what is wrong with it.</summary>
    /// <param name="prefix">What there is of the first 8 bytes.</param>
    /// <param name="fileLength">Bytes of the whole file; null where that is not known yet.</param>
    /// <param name="headerLength">The length; 0 where something is wrong.</param>
    internal static string? CheckLength(ReadOnlySpan<byte> prefix, long? fileLength, out int headerLength)
    {
        headerLength = 0;
        if (prefix.Length < PrefixLength)
        {
            return $"the file ends after {prefix.Length} bytes; the 8 bytes of the header's length were expected";
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxLength)
        {
            return $"the header's length is {length}; at most {MaxLength} was expected. Is this a safetensors file?";
        }

        if (length > (ulong)(fileLength - PrefixLength ?? long.MaxValue))
        {
            return $"the header's length is {length}; at most {fileLength - PrefixLength}, what the file has left, was expected";
        }

        headerLength = (int)length;
        return null;
    }

    /// <summary>The error of a file that is none of safetensors, by its name where that is known.</summary>
    /// <param name="source">Name of the file.</param>
    /// <param name="error">What is wrong with it as a safetensors file.</param>
    /// <param name="start">Its first bytes, <see cref="ForeignFormat.Bytes"/> or all there are.</param>
    /// <param name="describe">Tells its name, as <see cref="ForeignFormat.Describe"/>; null where nobody is to tell it.</param>
    internal static LstmFormatException NotSafetensors(string source, string error, byte[] start, Func<byte[], int, string?>? describe)
        => new(describe?.Invoke(start, start.Length) is { } known
            ? $"{source}: {known}; a safetensors file was expected."
            : $"{source}: {error}{(error.EndsWith('?') ? "" : ".")}");

    /// <summary>Reads and checks a header.</summary>
    /// <param name="prefix">The 8 bytes before it.</param>
    /// <param name="text">The header, padding included.</param>
    /// <param name="bufferLength">Bytes after the header; null where that is not known yet.</param>
    /// <param name="source">Name of the file.</param>
    /// <param name="describe">As for <see cref="NotSafetensors"/>.</param>
    internal static SafetensorsHeader Parse(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> text, long? bufferLength, string source, Func<byte[], int, string?>? describe)
    {
        ReadOnlySpan<byte> json = text.TrimEnd((byte)' ');
        if (json.IsEmpty || json[0] != (byte)'{' || json[^1] != (byte)'}')
        {
            throw NotSafetensors(
                source, "the header is not a JSON object; '{' to '}' and spaces after it were expected",
                [.. prefix, .. text[..Math.Min(text.Length, ForeignFormat.Bytes - PrefixLength)]], describe);
        }

        if (!Utf8.IsValid(json))
        {
            throw new LstmFormatException($"{source}: the header is not valid UTF-8.");
        }

        if (JsonWords.IndexOfLong(json) is >= 0 and int at)
        {
            throw new LstmFormatException($"{source}: the header is not the JSON of a safetensors file: a word at byte {at} of it has more than {JsonWords.Longest} bytes.");
        }

        try
        {
            var header = new SafetensorsHeader(CountTensors(json), source);
            header.Read(json);
            header.CheckRanges(bufferLength);
            return header;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The reader answers a lone surrogate in an escape with InvalidOperationException.
            throw new LstmFormatException($"{source}: the header is not the JSON of a safetensors file: {Cut(error.Message)}", error);
        }
    }

    // The reader quotes what it does not understand to its end, which may be that of the header; then it says where.
    private static string Cut(string message) => message.Length > 400 ? $"{message.AsSpan(0, 200)}...{message.AsSpan(message.Length - 160)}" : message;

    private static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        return reader;
    }

    // A pass of its own: it shows the JSON to be well formed, and what is allocated after it fits exactly.
    private static int CountTensors(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = Open(json);
        int count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            count += reader.ValueTextEquals(MetadataKey) ? 0 : 1;
            reader.Skip();
        }

        while (reader.Read())
        {
        }

        return count;
    }

    private void Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = Open(json);
        bool metadataSeen = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (name != MetadataKey)
            {
                if (!Index.TryAdd(name, Index.Count))
                {
                    throw Error($"tensor {Quote(name)} occurs twice; names must be unique");
                }

                Entries[Index.Count - 1] = ReadEntry(ref reader, name);
                continue;
            }

            if (metadataSeen)
            {
                throw Error($"{MetadataKey} occurs twice");
            }

            metadataSeen = true;
            ReadMetadata(ref reader);
        }
    }

    private SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        SafetensorsDtype? dtype = null;
        long[]? shape = null;
        long[]? offsets = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Error($"tensor {Quote(name)} is described by a {reader.TokenType}; an object with dtype, shape and data_offsets was expected");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool repeated;
            if (reader.ValueTextEquals("dtype"u8))
            {
                repeated = dtype is not null;
                dtype = ReadDtype(ref reader, name);
            }
            else if (reader.ValueTextEquals("shape"u8))
            {
                repeated = shape is not null;
                shape = ReadNumbers(ref reader, name, "shape");
            }
            else if (reader.ValueTextEquals("data_offsets"u8))
            {
                repeated = offsets is not null;
                offsets = ReadNumbers(ref reader, name, "data_offsets");
            }
            else
            {
                throw Error($"tensor {Quote(name)} has the key {Quote(reader.GetString()!)}; only dtype, shape and data_offsets were expected");
            }

            if (repeated)
            {
                throw Error($"tensor {Quote(name)} has dtype, shape or data_offsets twice");
            }
        }

        if (dtype is null || shape is null || offsets is null)
        {
            throw Error($"tensor {Quote(name)} has no {(dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        }

        if (offsets.Length != 2 || offsets[1] < offsets[0])
        {
            throw Error($"tensor {Quote(name)} has data_offsets {ShapeText(offsets)}; [begin, end] with begin <= end was expected");
        }

        if (!TryByteLength(dtype.Value, shape, out ulong bytes) || bytes != (ulong)(offsets[1] - offsets[0]))
        {
            throw Error(
                $"tensor {Quote(name)} has {offsets[1] - offsets[0]} bytes (data_offsets {ShapeText(offsets)}); "
                + $"{dtype.Value.FormatName()} {ShapeText(shape)} does not make as many whole bytes");
        }

        return new SafetensorsEntry(name, dtype.Value, shape, offsets[0], offsets[1]);
    }

    private SafetensorsDtype ReadDtype(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && SafetensorsDtypeExtensions.TryRead(ref reader, out SafetensorsDtype dtype))
        {
            return dtype;
        }

        string found = reader.TokenType == JsonTokenType.String ? Quote(reader.GetString()!) : reader.TokenType.ToString();
        throw Error($"tensor {Quote(name)} has dtype {found}; one of {SafetensorsDtypeExtensions.AllNames()} was expected");
    }

    private long[] ReadNumbers(ref Utf8JsonReader reader, string name, string key)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Error($"tensor {Quote(name)} has a {reader.TokenType} as {key}; an array of whole numbers was expected");
        }

        Utf8JsonReader ahead = reader;
        int count = 0;
        while (ahead.Read() && ahead.TokenType != JsonTokenType.EndArray)
        {
            count++;
            if (ahead.TokenType != JsonTokenType.Number || !ahead.TryGetUInt64(out ulong value) || value > long.MaxValue)
            {
                throw Error($"tensor {Quote(name)} has something else than a whole number from 0 to 2^63 - 1 in {key}");
            }
        }

        long[] numbers = count == 0 ? [] : new long[count];
        for (int index = 0; index < count; index++)
        {
            reader.Read();
            numbers[index] = reader.GetInt64();
        }

        reader.Read();
        return numbers;
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Error($"{MetadataKey} is a {reader.TokenType}; an object of texts was expected");
        }

        var metadata = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                throw Error($"{MetadataKey} has a {reader.TokenType} at {Quote(key)}; a text was expected");
            }

            if (!metadata.TryAdd(key, reader.GetString()!))
            {
                throw Error($"{MetadataKey} has the key {Quote(key)} twice");
            }
        }

        Metadata = new ReadOnlyDictionary<string, string>(metadata);
    }

    // In the order of their begins, each range starts where the one before ended, and the last one ends with the buffer.
    private void CheckRanges(long? bufferLength)
    {
        DataOrder = new int[Entries.Length];
        for (int index = 0; index < DataOrder.Length; index++)
        {
            DataOrder[index] = index;
        }

        Array.Sort(DataOrder, (left, right) =>
        {
            int byBegin = Entries[left].Begin.CompareTo(Entries[right].Begin);
            return byBegin != 0 ? byBegin : Entries[left].End.CompareTo(Entries[right].End);
        });
        long end = 0;
        foreach (int index in DataOrder)
        {
            ref readonly SafetensorsEntry entry = ref Entries[index];
            if (entry.Begin != end)
            {
                throw Error(
                    $"tensor {Quote(entry.Name)} begins at byte {entry.Begin} of the buffer; {end} was expected, without holes or overlaps");
            }

            end = entry.End;
        }

        if (bufferLength is not null && end != bufferLength)
        {
            throw Error($"the tensors have {end} bytes in all; the {bufferLength} that the file has after its header were expected");
        }
    }

    private LstmFormatException Error(string message) => new($"{_source}: {message}.");
}
