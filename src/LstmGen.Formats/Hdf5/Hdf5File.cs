using System.Buffers.Binary;
using System.Text;

namespace LstmGen.Formats;

/// <summary>
/// A file of HDF5 in memory, as far as files of weights need it: groups, attributes, and arrays of floats. Every address and length is compared with the file before it is followed,
/// and what is read is in proportion to the file.
/// </summary>
internal sealed class Hdf5File
{
    /// <summary>An address that leads nowhere.</summary>
    internal const ulong Undefined = ulong.MaxValue;

    private static readonly byte[] s_signature = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly ReadOnlyMemory<byte> _bytes;
    private long _steps;
    private long _values;

    private Hdf5File(ModelBytes file, ReadOnlyMemory<byte> bytes) => (Source, _bytes, _steps, _values) = (file, bytes, 2000 + (bytes.Length / 8), (2L * bytes.Length) + (64 * 1024));

    /// <summary>For messages.</summary>
    internal ModelBytes Source { get; }

    /// <summary>The group that all others are in.</summary>
    internal Hdf5Node Root { get; private set; } = null!;

    internal int Length => _bytes.Length;

    internal static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith(s_signature);

    /// <summary>Opens a file.</summary>
    /// <param name="file">For messages.</param>
    /// <param name="bytes">The file, or an entry of it.</param>
    /// <exception cref="LstmFormatException">It is none, or cut off.</exception>
    internal static Hdf5File Open(ModelBytes file, ReadOnlyMemory<byte> bytes)
    {
        if (!Begins(bytes.Span))
        {
            throw file.Error($"this is no HDF5 file: it begins with the bytes {Convert.ToHexString(bytes.Span[..Math.Min(8, bytes.Length)])}; {Convert.ToHexString(s_signature)} was expected.");
        }

        var hdf5 = new Hdf5File(file, bytes);
        hdf5.Root = new Hdf5Node(hdf5, hdf5.Superblock(), "");
        return hdf5;
    }

    /// <summary>An error of the file.</summary>
    internal LstmFormatException Error(string message) => Source.Error($"the HDF5 file {message}");

    /// <summary>Bytes at an address.</summary>
    internal ReadOnlySpan<byte> At(ulong address, long count, string what) => Memory(address, count, what).Span;

    internal ReadOnlyMemory<byte> Memory(ulong address, long count, string what)
        => count >= 0 && count <= _bytes.Length && address <= (ulong)(_bytes.Length - count)
            ? _bytes.Slice((int)address, (int)count) : throw Error($"is damaged or cut off: {what}, {count} bytes at byte {address}, is not within its {_bytes.Length} bytes.");

    /// <summary>Bytes at an address that begin with four letters.</summary>
    internal ReadOnlySpan<byte> Signed(ulong address, long count, string letters, string what)
    {
        Step();
        ReadOnlySpan<byte> bytes = At(address, count, what);
        return Encoding.ASCII.GetString(bytes[..4]) == letters ? bytes : throw Error($"is damaged: {what} at byte {address} begins with {Convert.ToHexString(bytes[..4])}; '{letters}' was expected.");
    }

    /// <summary>Counts a thing that is looked at: a file has no more of them than its bytes allow, but may lead in circles.</summary>
    internal void Step()
    {
        if (--_steps < 0)
        {
            throw Error("leads in circles, or has more parts than its length allows.");
        }
    }

    /// <summary>Counts bytes that are made of the file's.</summary>
    internal void Take(long bytes, string what)
    {
        if (bytes < 0 || bytes > _values)
        {
            throw Error($"has {what} of {bytes} bytes; with what was read before, at most {(2L * _bytes.Length) + (64 * 1024)} were expected of a file of {_bytes.Length}.");
        }

        _values -= bytes;
    }

    /// <summary>A text that the file keeps in a collection of such.</summary>
    internal string GlobalText(ReadOnlySpan<byte> reference, string what)
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(reference), index = BinaryPrimitives.ReadUInt32LittleEndian(reference[12..]);
        ulong address = BinaryPrimitives.ReadUInt64LittleEndian(reference[4..]);
        if (length == 0)
        {
            return "";
        }

        long size = BinaryPrimitives.ReadInt64LittleEndian(Signed(address, 16, "GCOL", what)[8..]);
        ReadOnlySpan<byte> rest = At(address, size, what)[Math.Min(16, (int)Math.Min(size, int.MaxValue))..];
        while (rest.Length >= 16)
        {
            Step();
            long bytes = BinaryPrimitives.ReadInt64LittleEndian(rest[8..]);
            if (bytes < 0 || bytes > rest.Length - 16)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(rest) == index && index != 0)
            {
                Take(2 * bytes, what);
                return Encoding.UTF8.GetString(rest.Slice(16, (int)Math.Min(bytes, length)));
            }

            rest = rest[(int)Math.Min(rest.Length, 16 + ((bytes + 7) / 8 * 8))..];
        }

        throw Error($"is damaged: the text of {what} is not where it should be, as number {index} at byte {address}.");
    }

    private ulong Superblock()
    {
        int version = At(8, 1, "the superblock")[0];
        (int sizes, int fields, int root) = version switch
        {
            0 => (13, 24, 64),
            1 => (13, 28, 68),
            2 or 3 => (9, 12, 36),
            _ => throw Error($"is of version {version}; 0 to 3 were expected."),
        };
        ReadOnlySpan<byte> block = At(0, root + 8, "the superblock");
        ulong start = BinaryPrimitives.ReadUInt64LittleEndian(block[fields..]), end = BinaryPrimitives.ReadUInt64LittleEndian(block[(fields + 16)..]);
        if (block[sizes] != 8 || block[sizes + 1] != 8 || start != 0)
        {
            throw Error($"has addresses of {block[sizes]} bytes, lengths of {block[sizes + 1]}, and begins at byte {start}; 8, 8 and 0 were expected.");
        }

        return end <= (ulong)Length ? BinaryPrimitives.ReadUInt64LittleEndian(block[root..]) : throw Error($"is cut off: it should have {end} bytes, and has {Length}.");
    }
}
