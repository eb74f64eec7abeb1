using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using LstmGen.Formats.Onnx.Proto;
using DataType = LstmGen.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace LstmGen.Formats.Onnx;

/// <summary>Turns tensors of the file into values: whichever of the fields for elements they use.</summary>
/// <param name="file">For messages.</param>
/// <param name="budget">Bounds what is computed.</param>
internal sealed class OnnxTensorReader(ModelBytes file, MemoryBudget budget)
{
    /// <summary>Whether elements were rounded to floats.</summary>
    internal bool Rounded { get; private set; }

    /// <summary>The value of a tensor; few whole numbers are such that shapes are made of.</summary>
    internal OnnxValue Read(TensorProto tensor, string name)
    {
        var type = (DataType)tensor.DataType;
        int count = Count(tensor, name);
        if (type is DataType.Int64 or DataType.Int32 or DataType.Bool && tensor.Dims.Count <= 1 && count <= NumbersValue.Most)
        {
            return new NumbersValue([.. Whole(tensor, type, count, name).Select(value => (Size)value)], tensor.Dims.Count);
        }

        return new ConstantValue(new([.. tensor.Dims], Floats(tensor, type, count, name)) { IsWhole = type is not (DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16) });
    }

    private int Count(TensorProto tensor, string name)
    {
        if (tensor.DataLocation != TensorProto.Types.DataLocation.Default || tensor.ExternalData.Count > 0)
        {
            throw file.Error($"the elements of tensor {Text.Quote(name)} lie in another file (external data); save the model as one file: onnx.save_model(onnx.load('model.onnx'), 'one.onnx').");
        }

        if (tensor.Segment is not null)
        {
            throw file.Error($"tensor {Text.Quote(name)} is a segment of a larger one; a whole tensor was expected.");
        }

        long count = 1;
        foreach (long dimension in tensor.Dims)
        {
            // Elements take half a byte at least: what is larger than the file is wrong.
            if (dimension < 0 || (dimension > 0 && count > 2L * file.Content.Length / dimension))
            {
                throw file.Error($"tensor {Text.Quote(name)} has the shape {Shape(tensor)}, more than the file can hold.");
            }

            count *= dimension;
        }

        if (count > Array.MaxLength / 4)
        {
            throw file.Error($"tensor {Text.Quote(name)} has the shape {Shape(tensor)}, more than a class can have.");
        }

        if (tensor.Dims.Count > Axes.MaximumRank)
        {
            throw file.Error($"tensor {Text.Quote(name)} has {tensor.Dims.Count} dimensions; {Axes.MaximumRank} at most were expected.");
        }

        return (int)count;
    }

    private float[] Floats(TensorProto tensor, DataType type, int count, string name)
    {
        budget.Take(4L * count);
        if (tensor.RawData.Length > 0)
        {
            ReadOnlySpan<byte> raw = Raw(tensor, type, count, name);
            var result = new float[count];
            for (int at = 0; at < count; at++)
            {
                result[at] = Element(raw, type, at);
            }

            Rounded |= type == DataType.Double;
            return result;
        }

        switch (type)
        {
            case DataType.Float:
                return [.. Exactly(tensor.FloatData, count, "float_data", tensor, name)];
            case DataType.Double:
                Rounded = true;
                return [.. Exactly(tensor.DoubleData, count, "double_data", tensor, name).Select(value => (float)value)];
            case DataType.Float16:
                return [.. Exactly(tensor.Int32Data, count, "int32_data", tensor, name).Select(value => (float)BitConverter.UInt16BitsToHalf(unchecked((ushort)value)))];
            case DataType.Bfloat16:
                return [.. Exactly(tensor.Int32Data, count, "int32_data", tensor, name).Select(value => BitConverter.Int32BitsToSingle(value << 16))];
            default:
                return [.. Whole(tensor, type, count, name).Select(value => (float)value)];
        }
    }

    private IEnumerable<long> Whole(TensorProto tensor, DataType type, int count, string name)
    {
        if (tensor.RawData.Length > 0)
        {
            ReadOnlySpan<byte> raw = Raw(tensor, type, count, name);
            var result = new long[count];
            for (int at = 0; at < count; at++)
            {
                result[at] = WholeElement(raw, type, at);
            }

            return result;
        }

        return type switch
        {
            DataType.Int64 => Exactly(tensor.Int64Data, count, "int64_data", tensor, name),
            DataType.Uint32 or DataType.Uint64 => Exactly(tensor.Uint64Data, count, "uint64_data", tensor, name).Select(value => unchecked((long)value)),
            DataType.Int32 or DataType.Bool or DataType.Int8 or DataType.Uint8 or DataType.Int16 or DataType.Uint16
                => Exactly(tensor.Int32Data, count, "int32_data", tensor, name).Select(value => (long)value),
            _ => throw Unreadable(tensor, name),
        };
    }

    private ReadOnlySpan<byte> Raw(TensorProto tensor, DataType type, int count, string name)
    {
        int size = type switch
        {
            DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
            DataType.Double or DataType.Int64 or DataType.Uint64 => 8,
            DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 2,
            DataType.Int8 or DataType.Uint8 or DataType.Bool => 1,
            _ => throw Unreadable(tensor, name),
        };
        return tensor.RawData.Length == (long)count * size ? tensor.RawData.Span
            : throw file.Error($"tensor {Text.Quote(name)} {Shape(tensor)} has {tensor.RawData.Length} bytes; {(long)count * size} were expected.");
    }

    private IReadOnlyCollection<T> Exactly<T>(IReadOnlyCollection<T> values, int count, string field, TensorProto tensor, string name)
        => values.Count == count ? values : throw file.Error($"tensor {Text.Quote(name)} {Shape(tensor)} has {values.Count} elements in {field}; {count} were expected.");

    private LstmFormatException Unreadable(TensorProto tensor, string name)
        => file.Error($"tensor {Text.Quote(name)} has elements of type {(DataType)tensor.DataType}; floats or whole numbers were expected.");

    private static float Element(ReadOnlySpan<byte> raw, DataType type, int at) => type switch
    {
        DataType.Float => BinaryPrimitives.ReadSingleLittleEndian(raw[(4 * at)..]),
        DataType.Double => (float)BinaryPrimitives.ReadDoubleLittleEndian(raw[(8 * at)..]),
        DataType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(raw[(2 * at)..]),
        DataType.Bfloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(raw[(2 * at)..]) << 16),
        _ => WholeElement(raw, type, at),
    };

    private static long WholeElement(ReadOnlySpan<byte> raw, DataType type, int at) => type switch
    {
        DataType.Int64 or DataType.Uint64 => BinaryPrimitives.ReadInt64LittleEndian(raw[(8 * at)..]),
        DataType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(raw[(4 * at)..]),
        DataType.Uint32 => BinaryPrimitives.ReadUInt32LittleEndian(raw[(4 * at)..]),
        DataType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(raw[(2 * at)..]),
        DataType.Uint16 => BinaryPrimitives.ReadUInt16LittleEndian(raw[(2 * at)..]),
        DataType.Int8 => unchecked((sbyte)raw[at]),
        _ => raw[at],
    };

    private static string Shape(TensorProto tensor) => $"[{string.Join(", ", tensor.Dims.Take(Axes.MaximumRank).Select(each => each.ToString(CultureInfo.InvariantCulture)))}]";
}
