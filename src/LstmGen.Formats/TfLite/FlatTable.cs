using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LstmGen.Formats;

/// <summary>
/// A table of a FlatBuffers file: fields by their numbers, each of which may be missing. Every offset is checked against the file before anything is read there, and nothing is read that is
/// not asked for.
/// </summary>
internal readonly struct FlatTable
{
    private readonly ModelBytes _file;
    private readonly int _at;
    private readonly int _fields;     // where the offsets of the fields lie
    private readonly int _fieldCount;
    private readonly int _length;     // bytes of the table itself

    private FlatTable(ModelBytes file, long at)
    {
        _file = file;
        _at = Checked(file, at, 4);
        int fields = Checked(file, at - BinaryPrimitives.ReadInt32LittleEndian(file.Span[_at..]), 4);
        int bytes = BinaryPrimitives.ReadUInt16LittleEndian(file.Span[fields..]);
        _length = BinaryPrimitives.ReadUInt16LittleEndian(file.Span[(fields + 2)..]);
        Checked(file, fields, Math.Max(bytes, 4));
        Checked(file, _at, _length);
        (_fields, _fieldCount) = (fields + 4, Math.Max(0, (bytes - 4) / 2));
    }

    /// <summary>The table that a file begins with.</summary>
    internal static FlatTable Root(ModelBytes file)
    {
        Checked(file, 0, 8);
        return new FlatTable(file, BinaryPrimitives.ReadUInt32LittleEndian(file.Span));
    }

    internal int Int(int field, int otherwise = 0) => Field(field, 4) is > 0 and int at ? BinaryPrimitives.ReadInt32LittleEndian(_file.Span[at..]) : otherwise;

    internal long Long(int field) => Field(field, 8) is > 0 and int at ? BinaryPrimitives.ReadInt64LittleEndian(_file.Span[at..]) : 0;

    internal float Float(int field) => Field(field, 4) is > 0 and int at ? BinaryPrimitives.ReadSingleLittleEndian(_file.Span[at..]) : 0;

    internal sbyte Byte(int field, sbyte otherwise = 0) => Field(field, 1) is > 0 and int at ? (sbyte)_file.Span[at] : otherwise;

    /// <summary>A table that a field leads to; null where it is missing.</summary>
    internal FlatTable? Table(int field) => Target(field) is { } at ? new FlatTable(_file, at) : null;

    /// <summary>How many a vector has; 0 where it is missing.</summary>
    internal int Count(int field) => Target(field) is { } at ? Length(at, 1) : 0;

    /// <summary>One table of a vector of tables.</summary>
    internal FlatTable Item(int field, int index)
    {
        long at = Target(field) ?? throw Broken(_file);
        if ((uint)index >= (uint)Length(at, 4))
        {
            throw Broken(_file);
        }

        int place = (int)at + 4 + (4 * index);
        return new FlatTable(_file, place + (long)BinaryPrimitives.ReadUInt32LittleEndian(_file.Span[place..]));
    }

    /// <summary>The bytes of a vector whose elements have a size; none where it is missing.</summary>
    internal ReadOnlySpan<byte> Bytes(int field, int size = 1) => Target(field) is { } at ? _file.Span.Slice((int)at + 4, Length(at, size) * size) : [];

    /// <summary>A vector of numbers; none where it is missing.</summary>
    /// <param name="field">Its number.</param>
    /// <param name="most">Numbers that it may have.</param>
    /// <param name="what">What it is, for messages.</param>
    internal int[] Ints(int field, int most, string what)
    {
        ReadOnlySpan<byte> bytes = Bytes(field, 4);
        if (bytes.Length / 4 > most)
        {
            throw _file.Error(string.Create(CultureInfo.InvariantCulture, $"{what} has {bytes.Length / 4} numbers; {most} at most were expected."));
        }

        var values = new int[bytes.Length / 4];
        for (int at = 0; at < values.Length; at++)
        {
            values[at] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * at)..]);
        }

        return values;
    }

    /// <summary>A text as messages show it, cut where it is long.</summary>
    internal string Text(int field, int most = 200)
    {
        ReadOnlySpan<byte> bytes = Bytes(field);
        return Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, most)]);
    }

    private static int Checked(ModelBytes file, long at, long bytes) => at >= 0 && at + bytes <= file.Span.Length ? (int)at : throw Broken(file);

    private static LstmFormatException Broken(ModelBytes file)
        => file.Error($"the file is damaged or cut short: an offset leads out of its {file.Span.Length.ToString(CultureInfo.InvariantCulture)} bytes, or an index out of what it counts; a FlatBuffers file was expected.");

    /// <summary>Where a field lies; 0 where it is missing.</summary>
    private int Field(int field, int bytes)
    {
        int offset = field < _fieldCount ? BinaryPrimitives.ReadUInt16LittleEndian(_file.Span[(_fields + (2 * field))..]) : 0;
        return offset == 0 ? 0 : offset >= 4 && offset + bytes <= _length ? _at + offset : throw Broken(_file);
    }

    private long? Target(int field) => Field(field, 4) is > 0 and int at ? Checked(_file, at + (long)BinaryPrimitives.ReadUInt32LittleEndian(_file.Span[at..]), 4) : null;

    private int Length(long at, int size)
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(_file.Span[(int)at..]);
        Checked(_file, at + 4, (long)count * size);
        return (int)count;
    }
}
