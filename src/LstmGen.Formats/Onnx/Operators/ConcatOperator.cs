namespace LstmGen.Formats.Onnx;

/// <summary>Values put side by side: constants, sizes, directions of a layer, and states.</summary>
internal static class ConcatOperator
{
    private const int MostStates = 256;

    internal static OnnxValue[] Concat(OnnxNode node)
    {
        OnnxValue[] parts = [.. Enumerable.Range(0, node.Inputs).Select(node.Input)];
        long axis = node.Int("axis", node.Opset < 4 ? 1 : 0);
        if (parts.Length == 1)
        {
            return parts;
        }

        if (parts.All(part => part is NumbersValue))
        {
            Size[] sizes = [.. parts.SelectMany(part => ((NumbersValue)part).Elements)];
            return sizes.Length <= NumbersValue.Most ? [new NumbersValue(sizes, 1)] : throw node.Error($"makes a list of {sizes.Length} sizes");
        }

        if (parts.Length == 0 || parts.Any(part => part is FlowValue) && parts.Any(part => part is not FlowValue))
        {
            throw node.Error("puts constants beside values that depend on the inputs, which no class does");
        }

        return [parts[0] is FlowValue ? Flows(node, [.. parts.Cast<FlowValue>()], axis) : Constants(node, [.. parts.Select(part => ShapeOperators.Constant(node, part))], axis)];
    }

    private static ConstantValue Constants(OnnxNode node, OnnxTensor[] parts, long axis)
    {
        int dimension = node.Axis(axis, parts[0].Rank);
        if (parts.Any(part => part.Rank != parts[0].Rank || part.Dimensions.Where((size, at) => at != dimension && size != parts[0].Dimensions[at]).Any()))
        {
            throw node.Error($"puts {string.Join(", ", parts.Take(8).Select(part => part.Shape))} side by side along dimension {dimension}");
        }

        node.Context.Budget.Take(parts.Sum(part => 4L * part.Floats.Length));
        return new(OnnxTensor.Product([.. parts[0].Dimensions.Where((_, at) => at != dimension)]) == 0 ? parts[0] : OnnxTensor.Concat(dimension, parts));
    }

    private static FlowValue Flows(OnnxNode node, FlowValue[] parts, long axis)
    {
        int dimension = node.Axis(axis, parts[0].Axes.Rank);
        if (parts.Any(part => part.Axes.Rank != parts[0].Axes.Rank))
        {
            throw node.Error("puts values of different numbers of dimensions side by side");
        }

        if (parts is [var forward, var backward] && Directions(forward.Node, backward.Node) is { } both)
        {
            Axis[] values = both.Values!;
            bool whole = Values.Wide(forward.Axes[dimension]) is var wide && (wide.Length == 0 || wide.SequenceEqual([values[^1]]));
            Axes axes = forward.Axes.With(dimension, wide.Length == 0 && !forward.Axes[dimension].Contains(values[^1]) ? [values[0]] : values);
            return whole ? new(both, axes) : throw node.Error($"puts two directions side by side along dimension {dimension} of {forward.Axes}; the values of a step, or a dimension of its own, were expected");
        }

        if (parts.All(part => States.IsState(part.Node)))
        {
            FlowNode[] states = [.. parts.SelectMany(part => part.Node is PackNode pack ? pack.Parts : [part.Node])];
            if (states.Length > MostStates)
            {
                throw node.Error($"packs {states.Length} states; {MostStates} at most were expected");
            }

            long? size = parts.Select(part => part.Axes.SizeOf(dimension)).Aggregate((long?)0, (sum, each) => sum + each);
            return new(new PackNode(states, node.Origin), parts[0].Axes.With(dimension, new Axis(size, "states")));
        }

        throw node.Error($"puts {string.Join(" and ", parts.Take(4).Select(part => part.Node.Origin))} side by side, which no class does but of the two directions of a layer");
    }

    /// <summary>The layer in both directions that two values are the halves of.</summary>
    private static FlowNode? Directions(FlowNode first, FlowNode second) => (first, second) switch
    {
        (SelectNode { Axis.Role: AxisRole.Direction, Start: 0 } a, SelectNode { Start: 1 } b) when a.Source == b.Source && a.Axis == b.Axis => a.Source,
        (RecurrentNode a, RecurrentNode b) => a.Pair(b),
        (StepsNode { Outputs: LstmOutputs.Last, Source: RecurrentNode a }, StepsNode { Outputs: LstmOutputs.Last, Source: RecurrentNode b }) => a.Pair(b)?.Last,
        _ => null,
    };
}
