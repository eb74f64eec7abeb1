using System.Runtime.InteropServices;

namespace LstmGen.Formats;

/// <summary>Elements of one type in a file of PyTorch, which several tensors may be views of.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Type of the elements: <c>F32</c> of torch.FloatStorage, and so on.</param>
/// <param name="Size">Bytes of an element; 0 where the type is not known.</param>
/// <param name="Count">Elements.</param>
/// <param name="Content">Its bytes, asked for when a tensor is read.</param>
internal sealed record TorchStorage(string Key, string Type, int Size, long Count, Func<ReadOnlyMemory<byte>> Content)
{
    /// <summary>Type and bytes of the elements of a class of storages.</summary>
    internal static (string Type, int Size) TypeOf(string name) => name switch
    {
        "torch.FloatStorage" => ("F32", 4),
        "torch.HalfStorage" => ("F16", 2),
        "torch.BFloat16Storage" => ("BF16", 2),
        "torch.DoubleStorage" => ("F64", 8),
        "torch.LongStorage" => ("I64", 8),
        "torch.IntStorage" => ("I32", 4),
        "torch.ShortStorage" => ("I16", 2),
        "torch.CharStorage" => ("I8", 1),
        "torch.ByteStorage" => ("U8", 1),
        "torch.BoolStorage" => ("BOOL", 1),
        "torch.ComplexFloatStorage" => ("C64", 8),
        "torch.ComplexDoubleStorage" => ("C128", 16),
        _ => (SafeText.Plain(name), 0),
    };
}

/// <summary>A tensor of a file of PyTorch: a view of a storage.</summary>
/// <param name="Storage">Its elements.</param>
/// <param name="Offset">Index of the first.</param>
/// <param name="Shape">Dimensions, outermost first.</param>
/// <param name="Strides">How many elements on the next of each dimension is.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>The tensor by a name.</summary>
    internal NamedTensor Named(string name) => new(name, Shape, Storage.Type, Storage.Type is "F32" or "F16" or "BF16" or "F64" ? Read : null);

    /// <summary>Whether all elements are within the storage.</summary>
    internal bool Fits()
    {
        if (Shape.Length != Strides.Length || Offset < 0 || Shape.Any(dimension => dimension < 0) || Strides.Any(stride => stride < 0))
        {
            return false;
        }

        UInt128 last = (UInt128)Offset;
        for (int at = 0; at < Shape.Length; at++)
        {
            last += (UInt128)Math.Max(0, Shape[at] - 1) * (UInt128)Strides[at];
        }

        return Shape.Contains(0) || last < (UInt128)Storage.Count;
    }

    /// <summary>The values, row-major.</summary>
    private float[] Read()
    {
        ReadOnlySpan<byte> bytes = Storage.Content().Span;
        long count = Shape.Aggregate(1L, (product, dimension) => product * dimension);
        float[] values = new float[count];
        long[] index = new long[Shape.Length];
        long at = Offset;
        for (long each = 0; each < count; each++)
        {
            values[each] = Value(bytes, at);
            for (int dimension = Shape.Length - 1; dimension >= 0; dimension--)
            {
                at += Strides[dimension];
                if (++index[dimension] < Shape[dimension])
                {
                    break;
                }

                at -= Strides[dimension] * Shape[dimension];
                index[dimension] = 0;
            }
        }

        return values;
    }

    private float Value(ReadOnlySpan<byte> bytes, long at) => Storage.Type switch
    {
        "F32" => MemoryMarshal.Cast<byte, float>(bytes)[(int)at],
        "F16" => (float)MemoryMarshal.Cast<byte, Half>(bytes)[(int)at],
        "BF16" => BitConverter.Int32BitsToSingle(MemoryMarshal.Cast<byte, ushort>(bytes)[(int)at] << 16),
        _ => (float)MemoryMarshal.Cast<byte, double>(bytes)[(int)at],
    };
}
