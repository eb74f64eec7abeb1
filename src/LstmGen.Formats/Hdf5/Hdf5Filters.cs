using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LstmGen.Formats;

/// <summary>What chunks went through when they were written: gzip, shuffle and the checksum of Fletcher. Others are refused by name.</summary>
internal sealed class Hdf5Filters
{
    private const int Deflate = 1, Shuffle = 2, Fletcher = 3;
    private const int Most = 8;

    private readonly Hdf5Node _node;
    private readonly int _size;
    private readonly List<int> _filters = [];

    internal Hdf5Filters(Hdf5Node node, int size)
    {
        (_node, _size) = (node, size);
        if (node.Find(Hdf5Types.Filters) is not { } message)
        {
            return;
        }

        ReadOnlySpan<byte> rest = message.Span;
        int version = rest.Length > 1 ? rest[0] : 0, count = version == 0 ? 0 : rest[1];
        if (version is not (1 or 2) || count > Most || rest.Length < (version == 1 ? 8 : 2))
        {
            throw node.File.Error($"has {count} filters in version {version} for {node.Words}; up to {Most} in version 1 or 2 were expected.");
        }

        rest = rest[(version == 1 ? 8 : 2)..];
        for (int filter = 0; filter < count; filter++)
        {
            rest = rest[One(rest, version)..];
        }
    }

    /// <summary>A chunk as it was before it was written.</summary>
    /// <param name="bytes">As it is in the file.</param>
    /// <param name="mask">Filters that it did not go through.</param>
    /// <param name="length">Bytes that it must have.</param>
    /// <param name="take">Counts bytes that are made.</param>
    internal ReadOnlyMemory<byte> Undo(ReadOnlyMemory<byte> bytes, uint mask, int length, Action<long> take)
    {
        for (int at = _filters.Count - 1; at >= 0; at--)
        {
            if ((mask & (1u << at)) == 0)
            {
                bytes = _filters[at] switch
                {
                    Deflate => Inflate(bytes, _filters[..at].Contains(Fletcher) ? length + 4 : length, take),
                    Shuffle => Unshuffle(bytes, take),
                    _ when bytes.Length >= 4 => bytes[..^4],
                    _ => throw Damaged(),
                };
            }
        }

        return bytes.Length == length ? bytes : throw _node.File.Error($"has a chunk of {bytes.Length} bytes in {_node.Words}; {length} were expected.");
    }

    private int One(ReadOnlySpan<byte> rest, int version)
    {
        int at = 0;
        int Next(ReadOnlySpan<byte> bytes)
        {
            at += 2;
            return bytes.Length >= at ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at - 2)..]) : throw Damaged();
        }

        int filter = Next(rest), nameLength = version == 1 || filter >= 256 ? Next(rest) : 0;
        _ = Next(rest); // whether it may fail
        int values = Next(rest), name = version == 1 ? (nameLength + 7) / 8 * 8 : nameLength, length = at + name + (4 * values) + (version == 1 && values % 2 == 1 ? 4 : 0);
        if (length > rest.Length)
        {
            throw Damaged();
        }

        _filters.Add(filter is Deflate or Shuffle or Fletcher ? filter
            : throw _node.File.Error($"has {_node.Words} packed by filter {filter} {SafeText.Quote(Encoding.UTF8.GetString(rest.Slice(at, nameLength)).TrimEnd('\0'))}; 1 gzip, 2 shuffle or 3 fletcher32 was expected."));
        return length;
    }

    private byte[] Inflate(ReadOnlyMemory<byte> bytes, int length, Action<long> take)
    {
        take(length);
        byte[] result = new byte[length];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(bytes.ToArray(), writable: false), CompressionMode.Decompress);
            stream.ReadExactly(result);
            return stream.ReadByte() < 0 ? result : throw Damaged();
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw _node.File.Source.Error($"the HDF5 file has a chunk in {_node.Words} that cannot be unpacked; {length} bytes were expected.", error);
        }
    }

    /// <summary>All first bytes of elements, then all second ones, back to elements.</summary>
    private byte[] Unshuffle(ReadOnlyMemory<byte> bytes, Action<long> take)
    {
        take(bytes.Length);
        byte[] result = bytes.ToArray();
        ReadOnlySpan<byte> source = bytes.Span;
        int count = bytes.Length / _size;
        for (int at = 0; at < count * _size; at++)
        {
            result[(at % count * _size) + (at / count)] = source[at];
        }

        return result;
    }

    private LstmFormatException Damaged() => _node.File.Error($"is damaged: filters of {_node.Words}, or what went through them, are cut off.");
}
