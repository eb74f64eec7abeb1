using System.Diagnostics.CodeAnalysis;
using static LstmGen.Formats.SafetensorsHeader;

namespace LstmGen.Formats;

/// <summary>The tensors of a safetensors file, every rule of the format checked.</summary>
/// <remarks>
/// Layout: 8 bytes little-endian length N (at most 100,000,000), N bytes JSON header, the tensors' bytes without holes.
/// Nothing is allocated before the lengths in the file agree with the length of the file.
/// </remarks>
public sealed class SafetensorsFile
{
    // What a stream of unknown length is trusted with before any of it has arrived.
    private const int FirstBlock = 64 * 1024;

    private readonly SafetensorsTensor[] _tensors;
    private readonly Dictionary<string, int> _index;

    private SafetensorsFile(SafetensorsHeader header, SafetensorsTensor[] tensors, string source)
        => (_tensors, _index, Metadata, Source) = (tensors, header.Index, header.Metadata, source);

    /// <summary>The path the file was loaded from, or the name given for a stream or bytes.</summary>
    public string Source { get; }

    /// <summary>The tensors in the order of the header.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => _tensors;

    /// <summary>The header's <c>__metadata__</c> in its order; empty where there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="LstmFormatException">The file has no tensor of this name.</exception>
    public SafetensorsTensor this[string name]
        => TryGet(name, out SafetensorsTensor? tensor)
            ? tensor
            : throw new LstmFormatException($"{Source}: there is no tensor {SafetensorsTensor.Quote(name)} among the {_tensors.Length} of the file.");

    /// <summary>Reads a file.</summary>
    /// <exception cref="LstmFormatException">The file is not a valid safetensors file, or a tensor has more than 2 GiB.</exception>
    /// <exception cref="IOException">The file cannot be read, or the path names a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static SafetensorsFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new IOException($"{path}: this is a folder; a file was expected.");
        }

        // Deletion is shared so that a file can be replaced while it is read.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        return Load(stream, path);
    }

    /// <summary>Reads a stream from where it stands to its end.</summary>
    /// <param name="stream">Need not seek.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="LstmFormatException">The stream is not a valid safetensors file, or a tensor has more than 2 GiB.</exception>
    public static SafetensorsFile Load(Stream stream, string source = "stream") => Load(stream, source, ForeignFormat.Describe);

    /// <summary>Reads a stream. What describes a file of another format is handed in, so that a program without such files is without its texts.</summary>
    internal static SafetensorsFile Load(Stream stream, string source, Func<byte[], int, string?>? describe)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        long? length = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : null;
        Span<byte> prefix = stackalloc byte[PrefixLength];
        int found = stream.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false);
        if (CheckLength(prefix[..found], length, out int headerLength) is { } error)
        {
            byte[] more = new byte[ForeignFormat.Bytes - PrefixLength];
            throw NotSafetensors(source, error, [.. prefix[..found], .. more[..stream.ReadAtLeast(more, more.Length, throwOnEndOfStream: false)]], describe);
        }

        byte[] text = ReadBlock(stream, headerLength, length is not null, source, "the header", prefix, describe);
        SafetensorsHeader header = SafetensorsHeader.Parse(prefix, text, length - PrefixLength - headerLength, source, describe);

        var tensors = new SafetensorsTensor[header.Entries.Length];
        foreach (int index in header.DataOrder)
        {
            ref readonly SafetensorsEntry entry = ref header.Entries[index];
            byte[] data = ReadBlock(stream, entry.End - entry.Begin, length is not null, source, entry.Name);
            tensors[index] = new SafetensorsTensor(entry, data, source);
        }

        return stream.ReadByte() < 0
            ? new SafetensorsFile(header, tensors, source)
            : throw new LstmFormatException($"{source}: the file goes on after the last tensor; its end was expected.");
    }

    /// <summary>Reads bytes in memory. The tensors are parts of them, not copies: the bytes must not change afterwards.</summary>
    /// <param name="bytes">A whole safetensors file.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="LstmFormatException">The bytes are not a valid safetensors file.</exception>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> bytes, string source = "bytes")
    {
        ArgumentNullException.ThrowIfNull(source);
        ReadOnlySpan<byte> start = bytes.Span[..Math.Min(bytes.Length, ForeignFormat.Bytes)];
        if (CheckLength(start[..Math.Min(start.Length, PrefixLength)], bytes.Length, out int headerLength) is { } error)
        {
            throw NotSafetensors(source, error, start.ToArray(), ForeignFormat.Describe);
        }

        ReadOnlyMemory<byte> buffer = bytes[(PrefixLength + headerLength)..];
        SafetensorsHeader header = SafetensorsHeader.Parse(start[..PrefixLength], bytes.Span.Slice(PrefixLength, headerLength), buffer.Length, source, ForeignFormat.Describe);
        var tensors = new SafetensorsTensor[header.Entries.Length];
        for (int index = 0; index < tensors.Length; index++)
        {
            ref readonly SafetensorsEntry entry = ref header.Entries[index];
            tensors[index] = new SafetensorsTensor(entry, buffer[(int)entry.Begin..(int)entry.End], source);
        }

        return new SafetensorsFile(header, tensors, source);
    }

    /// <summary>Finds a tensor.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        tensor = _index.TryGetValue(name, out int index) ? _tensors[index] : null;
        return tensor is not null;
    }

    /// <summary>Writes these tensors and metadata in the same order, as <see cref="SafetensorsWriter"/> does.</summary>
    /// <exception cref="IOException">The file cannot be written, or the path names a folder; an older file is left as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; an older file is left as it was.</exception>
    public void Save(string path) => SafetensorsWriter.Write(path, Tensors, Metadata);

    private static byte[] ReadBlock(
        Stream stream, long length, bool lengthIsChecked, string source, string name, ReadOnlySpan<byte> prefix = default, Func<byte[], int, string?>? describe = null)
    {
        if (length > Array.MaxLength)
        {
            throw new LstmFormatException(
                $"{source}: tensor {SafetensorsTensor.Quote(name)} has {length} bytes; at most {Array.MaxLength} can be loaded.");
        }

        if (length == 0)
        {
            return [];
        }

        byte[] block = GC.AllocateUninitializedArray<byte>((int)(lengthIsChecked ? length : Math.Min(length, FirstBlock)));
        int filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(block.AsSpan(filled), block.Length - filled, throwOnEndOfStream: false);
            if (filled < block.Length)
            {
                string error = $"the file ends within {SafetensorsTensor.Quote(name)}, after {filled} of its {length} bytes";
                throw prefix.IsEmpty
                    ? new LstmFormatException($"{source}: {error}.")
                    : NotSafetensors(source, error, [.. prefix, .. block.AsSpan(0, Math.Min(filled, ForeignFormat.Bytes - PrefixLength))], describe);
            }

            if (filled == length)
            {
                return block;
            }

            Array.Resize(ref block, (int)Math.Min(length, 2L * block.Length));
        }
    }
}
