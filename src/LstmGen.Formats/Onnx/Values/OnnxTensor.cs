using System.Globalization;

namespace LstmGen.Formats.Onnx;

/// <summary>Elements of the file, floats or whole numbers, row-major.</summary>
/// <param name="Dimensions">Outermost first; none of a scalar.</param>
/// <param name="Floats">The elements as floats; exact but of what was stored as double, or as whole numbers beyond 2^24.</param>
internal sealed record OnnxTensor(long[] Dimensions, float[] Floats)
{
    internal int Rank => Dimensions.Length;

    /// <summary>Whether the elements were whole numbers.</summary>
    internal bool IsWhole { get; init; }

    /// <summary>Whether a dimension of one place stands for any number of equal ones (Expand, ConstantOfShape).</summary>
    internal bool Repeats { get; init; }

    internal bool IsZero => !Floats.AsSpan().ContainsAnyExcept(0f);

    internal bool IsScalar => Floats.Length == 1;

    internal OnnxTensor Reshape(params long[] dimensions) => this with { Dimensions = dimensions };

    internal OnnxTensor Transpose(IReadOnlyList<long> order)
    {
        long[] dimensions = [.. order.Select(each => Dimensions[each])];
        long[] strides = Strides(Dimensions), moved = [.. order.Select(each => strides[each])];
        var result = new float[Floats.Length];
        var index = new long[dimensions.Length];
        long from = 0;
        for (int to = 0; to < result.Length; to++)
        {
            result[to] = Floats[from];
            for (int axis = dimensions.Length - 1; axis >= 0; axis--)
            {
                from += moved[axis];
                if (++index[axis] < dimensions[axis])
                {
                    break;
                }

                from -= moved[axis] * dimensions[axis];
                index[axis] = 0;
            }
        }

        return this with { Dimensions = dimensions, Floats = result };
    }

    /// <summary>The elements at some indices of an axis.</summary>
    internal OnnxTensor Take(int axis, IReadOnlyList<long> indices)
    {
        long inner = Product(Dimensions[(axis + 1)..]), outer = Product(Dimensions[..axis]), size = Dimensions[axis];
        long[] dimensions = [.. Dimensions];
        dimensions[axis] = indices.Count;
        var result = new float[outer * indices.Count * inner];
        for (long row = 0, to = 0; row < outer; row++)
        {
            foreach (long index in indices)
            {
                Floats.AsSpan((int)(((row * size) + index) * inner), (int)inner).CopyTo(result.AsSpan((int)to));
                to += inner;
            }
        }

        return this with { Dimensions = dimensions, Floats = result };
    }

    internal static OnnxTensor Concat(int axis, IReadOnlyList<OnnxTensor> parts)
    {
        long[] dimensions = [.. parts[0].Dimensions];
        dimensions[axis] = parts.Sum(part => part.Dimensions[axis]);
        long outer = Product(dimensions[..axis]);
        var result = new float[Product(dimensions)];
        int to = 0;
        for (int row = 0; row < outer; row++)
        {
            foreach (OnnxTensor part in parts)
            {
                int block = (int)(part.Floats.Length / outer);
                part.Floats.AsSpan(row * block, block).CopyTo(result.AsSpan(to));
                to += block;
            }
        }

        return parts[0] with { Dimensions = dimensions, Floats = result };
    }

    internal string Shape => $"[{string.Join(", ", Dimensions.Select(each => each.ToString(CultureInfo.InvariantCulture)))}]";

    internal static long Product(ReadOnlySpan<long> dimensions)
    {
        long product = 1;
        foreach (long dimension in dimensions)
        {
            product *= dimension;
        }

        return product;
    }

    private static long[] Strides(long[] dimensions)
    {
        var strides = new long[dimensions.Length];
        long stride = 1;
        for (int axis = dimensions.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= dimensions[axis];
        }

        return strides;
    }
}
