using System.Globalization;

namespace LstmGen.Formats.Onnx;

/// <summary>
/// The dimensions of a value that depends on the inputs, each the product of some axes, the outer one first: none for a dimension of size 1 that was put in, two where a reshape made one
/// of two. What a transpose or reshape does is thus told by what the axes mean, not by numbers that may be equal by chance.
/// </summary>
internal sealed class Axes(params Axis[][] dimensions)
{
    /// <summary>More than any graph of layers has; files of evil intent grow them without end.</summary>
    internal const int MaximumRank = 16;

    internal int Rank => dimensions.Length;

    internal Axis[] this[int dimension] => dimensions[dimension];

    /// <summary>All axes, from the outermost dimension on.</summary>
    internal IEnumerable<Axis> All => dimensions.SelectMany(each => each);

    /// <summary>The size of a dimension; null where it is not known.</summary>
    internal long? SizeOf(int dimension) => Size.Of(dimensions[dimension]).Known;

    internal Axes Transpose(IReadOnlyList<long> order) => new([.. order.Select(each => dimensions[each])]);

    internal Axes With(int dimension, params Axis[] axes) => new([.. dimensions.Select((each, at) => at == dimension ? axes : each)]);

    internal Axes Replace(Axis old, params Axis[] axes)
        => new([.. dimensions.Select(each => each.Contains(old) ? [.. each.SelectMany(axis => axis == old ? axes : [axis])] : each)]);

    internal Axes Insert(int dimension) => new([.. dimensions[..dimension], [], .. dimensions[dimension..]]);

    internal Axes Remove(int dimension) => new([.. dimensions[..dimension], .. dimensions[(dimension + 1)..]]);

    /// <summary>All axes but those of a dimension.</summary>
    internal IEnumerable<Axis> Without(int dimension) => dimensions.Where((_, at) => at != dimension).SelectMany(each => each);

    public override string ToString() => $"[{string.Join(", ", dimensions.Select(Text))}]";

    private static string Text(Axis[] axes) => axes.Length == 0 ? "1" : string.Join(" * ", axes.Select(axis => axis.Role == AxisRole.Free && axis.Size is { } size ? size.ToString(CultureInfo.InvariantCulture) : axis.ToString()));
}
