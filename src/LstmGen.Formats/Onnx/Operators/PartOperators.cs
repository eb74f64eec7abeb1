namespace LstmGen.Formats.Onnx;

/// <summary>Operators that take places out of a value or put values together.</summary>
internal static class PartOperators
{
    internal static OnnxValue[] Gather(OnnxNode node)
    {
        OnnxValue value = node.Input(0), places = node.Input(1);
        long axis = node.Int("axis", 0);
        if (places is FlowValue tokens)
        {
            return [Embedding(node, ShapeOperators.Constant(node, value), tokens, axis)];
        }

        if (places is not NumbersValue indices || indices.Elements.Any(each => each.IsUnknown))
        {
            throw node.Error("takes places that are not known without running the graph");
        }

        if (value is NumbersValue numbers)
        {
            return [new NumbersValue([.. indices.Elements.Select(each => numbers.Elements[node.Axis(each.Known ?? throw node.Error("takes places by sizes of the inputs"), numbers.Elements.Length)])], indices.Rank)];
        }

        if (value is FlowValue flow)
        {
            return [indices.Elements is [var place] ? Place(node, flow, node.Axis(axis, flow.Axes.Rank), place, keep: indices.Rank == 1) : throw node.Error("takes several places of an axis, which no class does")];
        }

        OnnxTensor tensor = ((ConstantValue)value).Tensor;
        int dimension = node.Axis(axis, tensor.Rank);
        long[] taken = [.. indices.Elements.Select(each => IsAnyPlace(tensor, dimension) ? 0L : node.Axis(each.Known ?? -1, (int)tensor.Dimensions[dimension]))];
        node.Context.Budget.Take(4L * tensor.Floats.Length / Math.Max(1, tensor.Dimensions[dimension]) * taken.Length);
        OnnxTensor result = tensor.Take(dimension, taken);
        return [new ConstantValue(indices.Rank == 1 ? result : result.Reshape([.. result.Dimensions[..dimension], .. result.Dimensions[(dimension + 1)..]]))];
    }

    internal static OnnxValue[] Slice(OnnxNode node)
    {
        OnnxValue value = node.Input(0);
        IReadOnlyList<Size> starts = Bounds(node, "starts", 1), ends = Bounds(node, "ends", 2);
        IReadOnlyList<long> axes = node.IntsOrInput("axes", 3) ?? [.. Enumerable.Range(0, starts.Count).Select(each => (long)each)];
        IReadOnlyList<long> steps = node.Has(4) ? node.Numbers(4, "steps") : [.. starts.Select(_ => 1L)];
        if (ends.Count != starts.Count || axes.Count != starts.Count || steps.Count != starts.Count || steps.Any(step => step != 1))
        {
            throw node.Error("takes places in steps other than 1, or has lists of different lengths");
        }

        for (int at = 0; at < starts.Count; at++)
        {
            value = Range(node, value, axes[at], starts[at], ends[at]);
        }

        return [value];
    }

    internal static OnnxValue[] Split(OnnxNode node)
    {
        OnnxValue value = node.Input(0);
        long axis = node.Int("axis", 0);
        node.Skip("num_outputs");
        int rank = value is FlowValue flow ? flow.Axes.Rank : ShapeOperators.Constant(node, value).Rank;
        int dimension = node.Axis(axis, rank);
        long size = (value is FlowValue whole ? whole.Axes.SizeOf(dimension) : ShapeOperators.Constant(node, value).Dimensions[dimension]) ?? throw node.Error("splits an axis whose size is not known");
        long even = (size + node.Outputs - 1) / Math.Max(1, node.Outputs);
        IReadOnlyList<long> parts = node.IntsOrInput("split", 1) ?? [.. Enumerable.Range(0, node.Outputs).Select(at => Math.Min(even, Math.Max(0, size - (at * even))))];
        if (parts.Count != node.Outputs || parts.Any(part => part < 0 || part > size) || parts.Sum() != size)
        {
            throw node.Error($"splits {size} places into [{string.Join(", ", parts.Take(16))}] for {node.Outputs} outputs");
        }

        long start = 0;
        return [.. parts.Select(part => Range(node, value, axis, (start += part) - part, start))];
    }

    private static IReadOnlyList<Size> Bounds(OnnxNode node, string name, int input)
        => node.Has(input) ? node.Input(input) is NumbersValue numbers ? numbers.Elements : throw node.Error($"has {name} that are not known without running the graph")
            : [.. (node.Ints(name) ?? throw node.Error($"lacks its {name}")).Select(each => (Size)each)];

    private static OnnxValue Range(OnnxNode node, OnnxValue value, long axis, Size from, Size to)
    {
        if (value is FlowValue { } flow)
        {
            return FlowRange(node, flow, node.Axis(axis, flow.Axes.Rank), from, to);
        }

        if (from.Known is not { } first || to.Known is not { } last)
        {
            throw node.Error("takes a range of a constant by sizes of the inputs");
        }

        if (value is NumbersValue { Rank: 1 } numbers)
        {
            (long begin, long end) = Clamp(first, last, numbers.Elements.Length);
            return numbers with { Elements = numbers.Elements[(int)begin..(int)end] };
        }

        OnnxTensor tensor = ShapeOperators.Constant(node, value);
        int dimension = node.Axis(axis, tensor.Rank);
        (long start, long stop) = Clamp(first, last, tensor.Dimensions[dimension]);
        if (IsAnyPlace(tensor, dimension) || (start == 0 && stop == tensor.Dimensions[dimension]))
        {
            return value;
        }

        node.Context.Budget.Take(4L * tensor.Floats.Length / tensor.Dimensions[dimension] * (stop - start));
        return new ConstantValue(tensor.Take(dimension, [.. Enumerable.Range((int)start, (int)(stop - start)).Select(each => (long)each)]));
    }

    private static FlowValue FlowRange(OnnxNode node, FlowValue flow, int dimension, Size from, Size to)
    {
        Axis[] axes = flow.Axes[dimension];
        long? size = Size.Of(axes).Known;
        if (from.Known == 0 && (to.Known >= (size ?? int.MaxValue) || Size.Compare(to, Size.Of(axes)).Known == 1))
        {
            return flow;
        }

        if (size is null && from.Known is -1 && to.Known is >= int.MaxValue)
        {
            return Place(node, flow, dimension, -1, keep: true);
        }

        if (size is null && from.Known is 0 && to.Known is 1)
        {
            return Place(node, flow, dimension, 0, keep: true);
        }

        if (size is null || from.Known is not { } first || to.Known is not { } last)
        {
            throw node.Error($"takes a part of the axis {string.Join(" * ", axes.AsEnumerable())}, which no class does");
        }

        (long start, long end) = Clamp(first, last, size.Value);
        if (end - start == 1)
        {
            return Place(node, flow, dimension, start, keep: true);
        }

        // The values of one direction, of those of both side by side.
        if (axes is [{ Role: AxisRole.Direction } directions, { Size: { } width } inner] && end - start == width && start % width == 0)
        {
            return new(Selection.Of(node, flow, directions, start / width, 1).Node, flow.Axes.With(dimension, inner));
        }

        return start < end && Values.Wide(axes) is [{ } axis] ? Selection.Of(node, flow, axis, start, end - start)
            : throw node.Error($"takes the places {start} to {end} of {flow.Axes} along dimension {dimension}, which no class does");
    }

    private static FlowValue Place(OnnxNode node, FlowValue flow, int dimension, Size place, bool keep)
    {
        FlowValue taken = flow;
        if (Values.Wide(flow.Axes[dimension]) is [.., _] wide)
        {
            Axis axis = wide.Length == 1 ? wide[0] : throw node.Error($"takes a place of {flow.Axes} along dimension {dimension}, which is several axes");
            long index = place.Known ?? throw node.Error("takes a place by a size of the inputs");
            taken = Selection.Of(node, flow, axis, index < 0 && axis.Size is { } size ? index + size : index, 1);
        }

        return keep ? taken with { Axes = taken.Axes.With(dimension) } : taken with { Axes = taken.Axes.Remove(dimension) };
    }

    private static bool IsAnyPlace(OnnxTensor tensor, int dimension) => tensor.Repeats && tensor.Dimensions[dimension] == 1;

    private static (long Start, long End) Clamp(long start, long end, long size)
    {
        long first = Math.Clamp(start < 0 ? start + size : start, 0, size);
        return (first, Math.Clamp(end < 0 ? end + size : end, first, size));
    }

    private static FlowValue Embedding(OnnxNode node, OnnxTensor table, FlowValue tokens, long axis)
    {
        if (tokens.Node is not InputNode { Whole: true } || table.Rank != 2 || axis is not (0 or -2))
        {
            throw node.Error("takes places that depend on the inputs; the rows of a matrix by whole numbers that are an input of the graph were expected");
        }

        Axis vector = new(table.Dimensions[1], "values of a token", AxisRole.Feature);
        Axis[][] axes = [.. Enumerable.Range(0, tokens.Axes.Rank).Select(at => tokens.Axes[at])];
        return new(new EmbeddingNode(tokens.Node, table, node.Origin) { Values = [vector] }, new([.. axes, [vector]]));
    }
}
