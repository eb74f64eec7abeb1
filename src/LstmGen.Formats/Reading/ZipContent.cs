using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LstmGen.Formats;

/// <summary>The entries of a zip archive in memory, as PyTorch and Keras write them: every length is compared with the file before anything is allocated.</summary>
internal sealed class ZipContent
{
    private const uint LocalSignature = 0x04034B50;
    private const uint CentralSignature = 0x02014B50;
    private const uint EndSignature = 0x06054B50;
    private const uint End64Signature = 0x06064B50;
    private const uint Locator64Signature = 0x07064B50;
    private const int LocalHeader = 30;
    private const int CentralHeader = 46;
    private const int EndRecord = 22;
    private const int Stored = 0;
    private const int Deflated = 8;

    private readonly ModelBytes _file;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _unpacked;

    private ZipContent(ModelBytes file) => _file = file;

    private readonly record struct Entry(long Offset, long Size, long Packed, int Method, uint Checksum);

    /// <summary>Names in the order of the archive's directory; folders are left out.</summary>
    internal IReadOnlyCollection<string> Names => _entries.Keys;

    internal static bool Begins(ReadOnlySpan<byte> bytes) => bytes.Length > 4 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == LocalSignature;

    /// <summary>Whether an entry of an archive has a name, looked for without reading the archive.</summary>
    internal static bool Mentions(ReadOnlySpan<byte> bytes, string name) => Begins(bytes) && bytes.IndexOf(Encoding.ASCII.GetBytes(name)) >= 0;

    /// <summary>Reads the directory of an archive.</summary>
    /// <exception cref="LstmFormatException">It is damaged, encrypted, or has two entries of one name or a name that leads elsewhere.</exception>
    internal static ZipContent Open(ModelBytes file)
    {
        var content = new ZipContent(file);
        content.ReadDirectory();
        return content;
    }

    internal bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Bytes of an entry; -1 where there is none.</summary>
    internal long Size(string name) => _entries.TryGetValue(name, out Entry entry) ? entry.Size : -1;

    /// <summary>The content of an entry, its checksum compared: of one that is stored a part of the file, no copy.</summary>
    internal ReadOnlyMemory<byte> Read(string name)
    {
        Entry entry = _entries.TryGetValue(name, out Entry found) ? found : throw _file.Error($"the archive has no entry {SafeText.Quote(name)}; its entries are {SafeText.Names(Names)}.");
        ReadOnlyMemory<byte> packed = _file.Content.Slice((int)DataOffset(name, entry), (int)entry.Packed);
        ReadOnlyMemory<byte> data = entry.Method == Stored ? packed : Inflate(name, entry, packed);
        return Checksum.Of(data.Span) == entry.Checksum
            ? data : throw _file.Error($"entry {SafeText.Quote(name)} of the archive is damaged: its content has another CRC-32 than the {entry.Checksum:X8} that was expected.");
    }

    private byte[] Inflate(string name, Entry entry, ReadOnlyMemory<byte> packed)
    {
        // What is unpacked may be a little more than the file: floats hardly shrink.
        long most = _file.Content.Length + (_file.Content.Length / 4) + (64 * 1024);
        _unpacked += entry.Size;
        if (_unpacked > most)
        {
            throw _file.Error($"entry {SafeText.Quote(name)} of the archive has {entry.Size} bytes unpacked; at most {most} in all were expected of a file of {_file.Content.Length}.");
        }

        byte[] data = new byte[entry.Size];
        try
        {
            using var stream = new DeflateStream(new MemoryStream(packed.ToArray(), writable: false), CompressionMode.Decompress);
            stream.ReadExactly(data);
            return stream.ReadByte() < 0 ? data : throw _file.Error($"entry {SafeText.Quote(name)} of the archive unpacks to more than the {entry.Size} bytes that its directory says.");
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw _file.Error($"entry {SafeText.Quote(name)} of the archive cannot be unpacked; {entry.Size} bytes were expected.", error);
        }
    }

    private void ReadDirectory()
    {
        (long offset, long count) = FindDirectory();
        ReadOnlySpan<byte> bytes = _file.Span;
        long packed = 0;
        for (long index = 0; index < count; index++)
        {
            if (offset < 0 || offset > bytes.Length - CentralHeader || Word(bytes, offset) != CentralSignature)
            {
                throw _file.Error($"the directory of the archive ends after {index} of its {count} entries.");
            }

            ReadOnlySpan<byte> header = bytes[(int)offset..];
            int nameLength = Half(header, 28), extraLength = Half(header, 30), commentLength = Half(header, 32);
            if (header.Length < CentralHeader + nameLength + extraLength + commentLength)
            {
                throw _file.Error($"the directory of the archive ends within entry {index} of {count}.");
            }

            string name = Encoding.UTF8.GetString(header.Slice(CentralHeader, nameLength));
            Entry entry = Large(header.Slice(CentralHeader + nameLength, extraLength), new(Word(header, 42), Word(header, 24), Word(header, 20), Half(header, 10), Word(header, 16)));
            packed += entry.Packed;
            Check(name, entry, Half(header, 8), packed);
            if (!name.EndsWith('/') && !_entries.TryAdd(name, entry))
            {
                throw _file.Error($"the archive has two entries {SafeText.Quote(name)}; one was expected.");
            }

            offset += CentralHeader + nameLength + extraLength + commentLength;
        }
    }

    private void Check(string name, Entry entry, int flags, long packed)
    {
        if ((flags & 1) != 0)
        {
            throw _file.Error($"entry {SafeText.Quote(name)} of the archive is encrypted; plain ones were expected.");
        }

        if (name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Split('/').Contains(".."))
        {
            throw _file.Error($"entry {SafeText.Quote(name)} of the archive leads out of it; names within it were expected.");
        }

        if (entry.Method is not (Stored or Deflated))
        {
            throw _file.Error($"entry {SafeText.Quote(name)} of the archive is packed by method {entry.Method}; 0, stored, or 8, deflate, was expected.");
        }

        if (entry.Packed < 0 || entry.Size < 0 || entry.Size > int.MaxValue || packed > _file.Content.Length || (entry.Method == Stored && entry.Size != entry.Packed))
        {
            throw _file.Error($"entry {SafeText.Quote(name)} of the archive has {entry.Packed} bytes, {entry.Size} unpacked; as many as the file of {_file.Content.Length} bytes can hold were expected.");
        }
    }

    private long DataOffset(string name, Entry entry)
    {
        ReadOnlySpan<byte> bytes = _file.Span;
        if (entry.Offset < 0 || entry.Offset > bytes.Length - LocalHeader || Word(bytes, entry.Offset) != LocalSignature)
        {
            throw _file.Error($"entry {SafeText.Quote(name)} of the archive is not where its directory says, at byte {entry.Offset}.");
        }

        long data = entry.Offset + LocalHeader + Half(bytes, entry.Offset + 26) + Half(bytes, entry.Offset + 28);
        return data <= bytes.Length - entry.Packed ? data : throw _file.Error($"the file ends within entry {SafeText.Quote(name)} of the archive, before its {entry.Packed} bytes do.");
    }

    /// <summary>Where the directory begins, and how many entries it has; PyTorch writes the record of 64 bits beside the old one.</summary>
    private (long Offset, long Count) FindDirectory()
    {
        ReadOnlySpan<byte> bytes = _file.Span;
        int first = Math.Max(0, bytes.Length - EndRecord - ushort.MaxValue);
        for (int at = bytes.Length - EndRecord; at >= first; at--)
        {
            if (Word(bytes, at) != EndSignature || Half(bytes, at + 20) != bytes.Length - at - EndRecord)
            {
                continue;
            }

            (long offset, long count) = (Word(bytes, at + 16), Half(bytes, at + 10));
            if ((offset == uint.MaxValue || count == ushort.MaxValue) && at >= 20 && Word(bytes, at - 20) == Locator64Signature)
            {
                long record = Long(bytes, at - 12);
                if (record < 0 || record > bytes.Length - 56 || Word(bytes, record) != End64Signature)
                {
                    throw _file.Error($"the end of the archive points at byte {record}, where no directory is.");
                }

                (offset, count) = (Long(bytes, record + 48), Long(bytes, record + 32));
            }

            return (offset, count);
        }

        throw _file.Error("the archive has no directory at its end: it is cut off.");
    }

    /// <summary>Lengths of 64 bits, in the order in which those of 32 say that they are there.</summary>
    private static Entry Large(ReadOnlySpan<byte> extra, Entry entry)
    {
        while (extra.Length >= 4)
        {
            int length = Math.Min(Half(extra, 2), extra.Length - 4);
            ReadOnlySpan<byte> field = extra.Slice(4, length);
            if (Half(extra, 0) == 1)
            {
                long Next(long value, ref ReadOnlySpan<byte> rest)
                {
                    if (value != uint.MaxValue || rest.Length < 8)
                    {
                        return value;
                    }

                    long large = Long(rest, 0);
                    rest = rest[8..];
                    return large;
                }

                long size = Next(entry.Size, ref field), packed = Next(entry.Packed, ref field);
                return entry with { Size = size, Packed = packed, Offset = Next(entry.Offset, ref field) };
            }

            extra = extra[(4 + length)..];
        }

        return entry;
    }

    private static int Half(ReadOnlySpan<byte> bytes, long at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(int)at..]);

    private static uint Word(ReadOnlySpan<byte> bytes, long at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)at..]);

    private static long Long(ReadOnlySpan<byte> bytes, long at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[(int)at..]);
}
