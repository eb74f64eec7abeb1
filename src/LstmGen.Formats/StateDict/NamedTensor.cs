using System.Runtime.InteropServices;

namespace LstmGen.Formats;

/// <summary>A tensor of a file by its name, whose values are read when they are asked for.</summary>
/// <param name="name">As the file has it, or without a prefix that belongs to no layer.</param>
/// <param name="shape">Dimensions, outermost first.</param>
/// <param name="type">Type of the elements, for messages.</param>
/// <param name="read">The values, row-major; null where elements of this type are no numbers of a network.</param>
internal sealed class NamedTensor(string name, long[] shape, string type, Func<float[]>? read)
{
    internal string Name { get; } = name;

    internal long[] Shape { get; } = shape;

    /// <summary>Number of values; <see cref="long.MaxValue"/> where there are more than that.</summary>
    internal long Count { get; } = CountOf(shape);

    /// <summary>The same tensor by another name.</summary>
    internal NamedTensor Named(string other) => new(other, Shape, type, read);

    /// <summary>The values, all of them finite.</summary>
    internal float[] Floats(ModelBytes file)
    {
        if (read is null)
        {
            throw file.Error($"tensor {this}; elements of F32, F16, BF16 or F64 were expected.");
        }

        float[] values = read();
        int at = Array.FindIndex(values, value => !float.IsFinite(value));
        return at < 0 ? values : throw file.Error($"tensor {SafeText.Quote(Name)} has the value {values[at]} at index {at}; finite floats were expected.");
    }

    /// <summary>Doubles as floats; those that no float holds become infinite.</summary>
    internal static float[] Narrow(ReadOnlySpan<byte> doubles)
    {
        ReadOnlySpan<double> source = MemoryMarshal.Cast<byte, double>(doubles);
        float[] values = new float[source.Length];
        for (int at = 0; at < values.Length; at++)
        {
            values[at] = (float)source[at];
        }

        return values;
    }

    /// <summary>Name, type and shape, such as <c>'weight_ih_l0' F32 [512, 1]</c>.</summary>
    public override string ToString() => $"{SafeText.Quote(Name)} {type} {SafeText.Shape(Shape)}";

    private static long CountOf(long[] shape)
    {
        UInt128 count = 1;
        foreach (long dimension in shape)
        {
            count *= (ulong)dimension;
            if (count == 0 || count > long.MaxValue)
            {
                return count == 0 ? 0 : long.MaxValue;
            }
        }

        return (long)count;
    }
}
