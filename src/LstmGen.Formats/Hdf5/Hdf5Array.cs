using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LstmGen.Formats;

/// <summary>An array of an HDF5 file: its shape and type, and its elements when they are asked for.</summary>
internal sealed class Hdf5Array
{
    private readonly Hdf5Node _node;
    private readonly int _size;

    internal Hdf5Array(Hdf5Node node)
    {
        _node = node;
        Hdf5File file = node.File;
        ReadOnlyMemory<byte> Need(int type, string what) => node.Find(type) ?? throw file.Error($"has {node.Words} without {what}; an array was expected.");
        Shape = Hdf5Types.Shape(file, Need(Hdf5Types.Space, "dimensions").Span, node.Words);
        (Type, _size) = Hdf5Types.Element(file, Need(Hdf5Types.Type, "a type").Span, node.Words);
        Layout = Need(Hdf5Types.Layout, "a layout");
    }

    /// <summary>Dimensions, outermost first.</summary>
    internal long[] Shape { get; }

    /// <summary>Type of the elements, such as <c>F32</c>.</summary>
    internal string Type { get; }

    private ReadOnlyMemory<byte> Layout { get; }

    /// <summary>The array by a name.</summary>
    internal NamedTensor Named(string name) => new(name, Shape, Type, Type is "F16" or "F32" or "F64" ? Floats : null);

    private float[] Floats()
    {
        ReadOnlyMemory<byte> bytes = Bytes();
        Take(bytes.Length / _size * sizeof(float));
        return Type switch
        {
            "F32" => MemoryMarshal.Cast<byte, float>(bytes.Span).ToArray(),
            "F64" => NamedTensor.Narrow(bytes.Span),
            _ => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes.Span).ToArray(), value => (float)value),
        };
    }

    /// <summary>The elements as bytes, row-major; a part of the file where it has them so.</summary>
    private ReadOnlyMemory<byte> Bytes()
    {
        Hdf5File file = _node.File;
        UInt128 count = Shape.Aggregate((UInt128)1, (product, dimension) => product > int.MaxValue ? product : product * (UInt128)dimension);
        if (count * (UInt128)_size > (UInt128)((2L * file.Length) + (64 * 1024)))
        {
            throw file.Error($"has {_node.Words} of {SafeText.Shape(Shape)} elements; as many as a file of {file.Length} bytes could hold were expected.");
        }

        int length = (int)count * _size;
        ReadOnlySpan<byte> layout = Layout.Span;
        int version = layout.Length > 2 ? layout[0] : 0, kind = version == 0 ? -1 : layout[1];
        return (version, kind) switch
        {
            (3 or 4, 0) when layout.Length >= 4 + length && BinaryPrimitives.ReadUInt16LittleEndian(layout[2..]) >= length => Layout.Slice(4, length),
            (3 or 4, 1) when layout.Length >= 18 => Contiguous(layout, length),
            (3 or 4, 2) => new Hdf5Chunks(_node, Shape, _size, Take).Read(layout, length),
            _ => throw file.Error($"has {_node.Words} in layout {kind} of version {version}; 0 compact, 1 contiguous or 2 chunked, of version 3 or 4, was expected."),
        };
    }

    private ReadOnlyMemory<byte> Contiguous(ReadOnlySpan<byte> layout, int length)
    {
        (ulong address, ulong size) = (BinaryPrimitives.ReadUInt64LittleEndian(layout[2..]), BinaryPrimitives.ReadUInt64LittleEndian(layout[10..]));
        return size == (ulong)length ? _node.File.Memory(address, length, _node.Words) : throw _node.File.Error($"has {size} bytes for {_node.Words}; the {length} of {Type} {SafeText.Shape(Shape)} were expected.");
    }

    private void Take(long bytes) => _node.File.Take(bytes, _node.Words);
}
