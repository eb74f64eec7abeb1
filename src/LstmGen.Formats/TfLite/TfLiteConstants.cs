using System.Buffers.Binary;
using System.Globalization;

namespace LstmGen.Formats;

/// <summary>Constants of a TensorFlow Lite graph as floats: (q - zero point) scale of those that are quantised.</summary>
internal sealed class TfLiteConstants(ModelBytes file, TfLiteModel model)
{
    private enum Types : sbyte
    {
        Float32 = 0,
        Float16 = 1,
        Int32 = 2,
        UInt8 = 3,
        Int16 = 7,
        Int8 = 9,
    }

    private long _decoded;

    /// <summary>Whether any constant was quantised.</summary>
    internal bool Quantized { get; private set; }

    /// <summary>Whether values between operators are integers.</summary>
    internal bool IsInteger(int tensor) => (Types)model.Tensor(tensor).Byte(1) is Types.Int8 or Types.UInt8 or Types.Int16;

    /// <summary>Whether a tensor is a constant, or one that DEQUANTIZE makes a float of.</summary>
    internal bool IsConstant(int tensor) => tensor >= 0 && model.IsConstant(Source(tensor));

    /// <summary>The values of a constant, which has a certain shape.</summary>
    internal float[] Floats(int tensor, string what, params ReadOnlySpan<int> shape)
    {
        tensor = Source(tensor);
        int[] found = model.Shape(tensor);
        if (!shape.SequenceEqual(found))
        {
            throw file.Error($"{what} ({model.Name(tensor)}) has shape [{string.Join(", ", found)}]; [{string.Join(", ", shape.ToArray())}] was expected.");
        }

        FlatTable buffer = model.Buffer(tensor) ?? throw file.Error($"{what} ({model.Name(tensor)}) is no constant; one was expected.");
        var type = (Types)model.Tensor(tensor).Byte(1);
        int size = type switch
        {
            Types.Float32 or Types.Int32 => 4,
            Types.Float16 or Types.Int16 => 2,
            Types.UInt8 or Types.Int8 => 1,
            _ => throw file.Error($"{what} ({model.Name(tensor)}) has elements of type {((int)type).ToString(CultureInfo.InvariantCulture)}; float32, float16, int8, uint8, int16 or int32 were expected."),
        };
        ReadOnlySpan<byte> bytes = buffer.Bytes(0);
        long count = found.Aggregate(1L, (product, each) => Math.Min(int.MaxValue, product * each));
        if (bytes.Length != count * size)
        {
            throw file.Error($"{what} ({model.Name(tensor)}) has {bytes.Length} bytes; {count * size} were expected of its shape.");
        }

        // No file of a few bytes becomes one of many because tensors share them.
        _decoded += bytes.Length;
        if (_decoded > file.Span.Length)
        {
            throw file.Error("tensors share their values more often than the file is long; values of their own were expected.");
        }

        var values = new float[count];
        for (int at = 0; at < values.Length; at++)
        {
            values[at] = type switch
            {
                Types.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * at)..]),
                Types.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * at)..]),
                Types.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * at)..]),
                Types.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * at)..]),
                Types.Int8 => (sbyte)bytes[at],
                _ => bytes[at],
            };
        }

        if (type is not (Types.Float32 or Types.Float16))
        {
            Scale(tensor, what, found, type == Types.Int32 ? bytes : [], values);
        }

        return values.All(float.IsFinite) ? values : throw file.Error($"{what} ({model.Name(tensor)}) has a value that is not finite; finite ones were expected.");
    }

    /// <summary>Whole numbers that say how an operator works, such as the order of axes.</summary>
    internal int[] Whole(int tensor, string what, int most)
    {
        tensor = tensor >= 0 ? Source(tensor) : throw file.Error($"{what} is missing; one was expected.");
        ReadOnlySpan<byte> bytes = (model.Buffer(tensor) ?? throw file.Error($"{what} is no constant; one was expected.")).Bytes(0);
        return (Types)model.Tensor(tensor).Byte(1) == Types.Int32 && bytes.Length % 4 == 0 && bytes.Length <= 4 * most
            ? [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(bytes)]
            : throw file.Error($"{what} has {bytes.Length} bytes of type {model.Tensor(tensor).Byte(1)}; {most} int32 at most were expected.");
    }

    private int Source(int tensor)
    {
        // One step: what a DEQUANTIZE reads is no float, and what another operator gives is no constant.
        int producer = tensor < 0 ? -1 : model.Producer(tensor);
        return producer >= 0 && model.Kind(producer) == TfLiteOperators.Dequantize && model.Inputs(producer) is [var source] && source >= 0 ? source : tensor;
    }

    private void Scale(int tensor, string what, int[] shape, ReadOnlySpan<byte> exact, float[] values)
    {
        Quantized = true;
        FlatTable? table = model.Tensor(tensor).Table(4);
        ReadOnlySpan<byte> scales = table is { } some ? some.Bytes(2, 4) : [], zeros = table is { } other ? other.Bytes(3, 8) : [];
        int channels = scales.Length / 4, axis = table?.Int(6) ?? 0;
        bool one = channels == 1;
        if (table is not { } quantization || quantization.Byte(4) != 0 || (!one && !((uint)axis < (uint)shape.Length && channels == shape[axis])) || zeros.Length / 8 is not 0 && zeros.Length / 8 != channels)
        {
            throw file.Error($"{what} ({model.Name(tensor)}) has {channels} scales and {zeros.Length / 8} zero points on axis {axis} of [{string.Join(", ", shape)}]; one of each, or one for each index, was expected.");
        }

        int inner = one ? values.Length : shape[(axis + 1)..].Aggregate(1, (product, each) => product * each);
        for (int at = 0; at < values.Length; at++)
        {
            int channel = at / inner % channels;
            double value = exact.Length > 0 ? BinaryPrimitives.ReadInt32LittleEndian(exact[(4 * at)..]) : values[at];
            double zero = zeros.Length > 0 ? BinaryPrimitives.ReadInt64LittleEndian(zeros[(8 * channel)..]) : 0;
            values[at] = (float)((value - zero) * BinaryPrimitives.ReadSingleLittleEndian(scales[(4 * channel)..]));
        }
    }
}
