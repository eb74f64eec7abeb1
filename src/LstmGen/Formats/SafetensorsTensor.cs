using System.Runtime.InteropServices;

namespace LstmGen.Formats;

/// <summary>A named tensor: little-endian elements in C order, without strides.</summary>
public sealed class SafetensorsTensor
{
    private readonly long[] _shape;

    /// <summary>A tensor over the bytes given, which are not copied and must not change as long as the tensor is used.</summary>
    /// <param name="name">Any name but <c>__metadata__</c>.</param>
    /// <param name="dtype">Type of the elements.</param>
    /// <param name="shape">Dimensions, outermost first; none for a scalar. They may be 0.</param>
    /// <param name="data">The elements: as many whole bytes as shape and dtype make.</param>
    /// <exception cref="ArgumentException">The name is reserved or not valid Unicode, a dimension is negative, or the length of
    /// <paramref name="data"/> is another than shape and dtype make.</exception>
    public SafetensorsTensor(string name, SafetensorsDtype dtype, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> data)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == SafetensorsHeader.MetadataKey)
        {
            throw new ArgumentException($"The name {name} is reserved by the format.", nameof(name));
        }

        SafetensorsWriter.CheckText(name, nameof(name));
        foreach (long dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
        }

        if (!TryByteLength(dtype, shape, out ulong expected) || expected != (ulong)data.Length)
        {
            throw new ArgumentException(
                $"Tensor {Quote(name)} has {data.Length} bytes; {dtype.FormatName()} {ShapeText(shape)} does not make as many whole bytes.",
                nameof(data));
        }

        (Name, Dtype, _shape, Data) = (name, dtype, shape.ToArray(), data);
    }

    internal SafetensorsTensor(in SafetensorsEntry entry, ReadOnlyMemory<byte> data, string source)
        => (Name, Dtype, _shape, Data, Source) = (entry.Name, entry.Dtype, entry.Shape, data, source);

    /// <summary>Name of the tensor.</summary>
    public string Name { get; }

    /// <summary>Type of the elements.</summary>
    public SafetensorsDtype Dtype { get; }

    /// <summary>Dimensions, outermost first; none for a scalar.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>Number of elements: the product of <see cref="Shape"/>.</summary>
    public long ElementCount => Data.Length * 8L / Dtype.BitsPerElement();

    /// <summary>The elements as they lie in the file.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Where the tensor came from, for messages.</summary>
    internal string? Source { get; }

    /// <summary>An F32 tensor with a copy of the values.</summary>
    /// <param name="name">Any name but <c>__metadata__</c>.</param>
    /// <param name="shape">Dimensions, outermost first; none for a scalar.</param>
    /// <param name="values">As many as the product of <paramref name="shape"/>.</param>
    /// <exception cref="ArgumentException">As for the constructor.</exception>
    public static SafetensorsTensor FromFloats(string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values)
    {
        FloatConversion.RequireLittleEndian();
        return new(name, SafetensorsDtype.F32, shape, MemoryMarshal.AsBytes(values).ToArray());
    }

    /// <summary>The elements of an F32, F16 or BF16 tensor as floats; every value is exact.</summary>
    /// <exception cref="LstmFormatException">The tensor has another dtype.</exception>
    public float[] ToFloats()
    {
        RequireFloat();
        float[] values = GC.AllocateUninitializedArray<float>(checked((int)ElementCount));
        FloatConversion.Widen(Dtype, Data.Span, values);
        return values;
    }

    /// <summary>Writes the elements of an F32, F16 or BF16 tensor as floats; every value is exact.</summary>
    /// <param name="destination"><see cref="ElementCount"/> floats, written.</param>
    /// <exception cref="LstmFormatException">The tensor has another dtype.</exception>
    /// <exception cref="ArgumentException">The length differs.</exception>
    public void CopyTo(Span<float> destination)
    {
        RequireFloat();
        if (destination.Length != ElementCount)
        {
            throw new ArgumentException(
                $"destination has {destination.Length} floats; the {ElementCount} of tensor {Quote(Name)} were expected.", nameof(destination));
        }

        FloatConversion.Widen(Dtype, Data.Span, destination);
    }

    /// <summary>Name, dtype and shape, such as <c>'weight_ih_l0' F32 [512, 1]</c>.</summary>
    public override string ToString() => $"{Quote(Name)} {Dtype.FormatName()} {ShapeText(_shape)}";

    internal bool HasShape(long[] dimensions)
    {
        bool same = _shape.Length == dimensions.Length;
        for (int index = 0; same && index < dimensions.Length; index++)
        {
            same = _shape[index] == dimensions[index];
        }

        return same;
    }

    /// <summary>The scales of a matrix of integers, one a row, where they are there; null for any other tensor.</summary>
    internal SafetensorsTensor? ScalesIn(Dictionary<string, SafetensorsTensor> byName)
        => Dtype == SafetensorsDtype.I8 && _shape.Length == 2 && byName.TryGetValue(RowScales.Of(Name), out SafetensorsTensor? scales)
            && scales.Dtype == SafetensorsDtype.F32 && scales.HasShape([_shape[0]]) ? scales : null;

    internal static bool TryByteLength(SafetensorsDtype dtype, ReadOnlySpan<long> shape, out ulong bytes)
    {
        UInt128 bits = 1;
        foreach (long dimension in shape)
        {
            bits *= (ulong)dimension;
            if (bits > ulong.MaxValue)
            {
                bytes = 0;
                return false;
            }
        }

        bits *= (ulong)dtype.BitsPerElement();
        bytes = (ulong)(bits / 8);
        return bits <= ulong.MaxValue && bits % 8 == 0;
    }

    internal static string ShapeText(ReadOnlySpan<long> shape)
        => shape.Length > 16 ? $"[{string.Join(", ", shape[..16].ToArray())}, ... {shape.Length} dimensions]" : $"[{string.Join(", ", shape.ToArray())}]";

    /// <summary>A name in quotes, cut where a hostile file would make a message of megabytes.</summary>
    internal static string Quote(string name) => name.Length > 200 ? $"'{name.AsSpan(0, 200)}...'" : $"'{name}'";

    private void RequireFloat()
    {
        if (!FloatConversion.IsFloat(Dtype))
        {
            throw new LstmFormatException(
                $"{(Source is null ? "" : Source + ": ")}tensor {Quote(Name)} has dtype {Dtype.FormatName()}; F32, F16 or BF16 was expected.");
        }
    }
}
