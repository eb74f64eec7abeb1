using System.Buffers.Binary;
using System.Text;

namespace LstmGen.Formats;

/// <summary>An attribute of a group or array.</summary>
internal sealed class Hdf5Attribute
{
    private readonly Hdf5File _file;
    private readonly ReadOnlyMemory<byte> _data;
    private readonly string _type;
    private readonly int _size;
    private readonly long _count;

    private Hdf5Attribute(Hdf5Node node, ReadOnlyMemory<byte> message)
    {
        _file = node.File;
        ReadOnlySpan<byte> bytes = message.Span;
        int version = bytes.Length > 9 ? bytes[0] : 0, at = version == 3 ? 9 : 8;
        if (version is < 1 or > 3 || (version > 1 && bytes[1] != 0))
        {
            throw _file.Error($"has an attribute of {node.Words} in version {version}, or with a type kept elsewhere; versions 1 to 3 were expected.");
        }

        int name = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]), type = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]), space = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        int Padded(int length) => version == 1 ? (length + 7) / 8 * 8 : length;
        if (at + Padded(name) + Padded(type) + Padded(space) > bytes.Length)
        {
            throw _file.Error($"is damaged: an attribute of {node.Words} goes beyond its {bytes.Length} bytes.");
        }

        Name = Encoding.UTF8.GetString(bytes.Slice(at, name)).TrimEnd('\0');
        Words = $"attribute {SafeText.Quote(Name)} of {node.Words}";
        (_type, _size) = Hdf5Types.Element(_file, bytes.Slice(at + Padded(name), type), Words);
        long[] shape = Hdf5Types.Shape(_file, bytes.Slice(at + Padded(name) + Padded(type), space), Words);
        _data = message[(at + Padded(name) + Padded(type) + Padded(space))..];
        UInt128 count = shape.Aggregate((UInt128)1, (product, dimension) => product > ulong.MaxValue ? product : product * (UInt128)dimension);
        _count = count * (UInt128)_size <= (UInt128)_data.Length ? (long)count : throw _file.Error($"has {count} values of {_size} bytes in {Words}; as many as its {_data.Length} bytes hold were expected.");
    }

    internal string Name { get; }

    private string Words { get; }

    /// <summary>All attributes of an object.</summary>
    internal static IEnumerable<Hdf5Attribute> All(Hdf5Node node)
    {
        foreach (ReadOnlyMemory<byte> message in node.All(Hdf5Types.Attribute))
        {
            node.File.Step();
            yield return new Hdf5Attribute(node, message);
        }

        if (node.Find(Hdf5Types.AttributeInfo) is { Length: > 2 } info)
        {
            int at = (info.Span[1] & 1) != 0 ? 4 : 2;
            if (info.Length >= at + 16 && Hdf5Types.Number(info.Span.Slice(at, 8)) != Hdf5File.Undefined)
            {
                foreach (ReadOnlyMemory<byte> message in Hdf5Heap.Messages(node, Hdf5Types.Number(info.Span.Slice(at, 8)), Hdf5Types.Number(info.Span.Slice(at + 8, 8)), prefix: 0))
                {
                    yield return new Hdf5Attribute(node, message);
                }
            }
        }
    }

    /// <summary>Its texts.</summary>
    internal string[] Texts()
    {
        if (_count == 0)
        {
            return [];
        }

        if (_type is not ("text" or "text*"))
        {
            throw _file.Error($"has {Words} of {_type}; texts were expected.");
        }

        _file.Take((32 * _count) + (_type == "text" ? 2 * _size * _count : 0), Words);
        string[] texts = new string[_count];
        for (int at = 0; at < texts.Length; at++)
        {
            ReadOnlySpan<byte> one = _data.Span.Slice(at * _size, _size);
            texts[at] = _type == "text" ? Encoding.UTF8.GetString(one).TrimEnd('\0') : _file.GlobalText(one, Words);
        }

        return texts;
    }

    /// <summary>Its only text.</summary>
    internal string Text() => Texts() is [var only] ? only : throw _file.Error($"has {_count} texts in {Words}; one was expected.");
}
