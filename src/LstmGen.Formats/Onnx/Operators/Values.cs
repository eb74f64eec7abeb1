namespace LstmGen.Formats.Onnx;

/// <summary>Which dimension of a value holds what a step has.</summary>
internal static class Values
{
    /// <summary>That dimension; where the value is an input that nobody has read yet, the one given becomes it.</summary>
    /// <exception cref="LstmFormatException">The values of a step lie in several dimensions, or with others in one.</exception>
    internal static int Dimension(OnnxNode node, FlowValue flow, int otherwise = -1)
    {
        (FlowNode from, Axes axes) = (flow.Node, flow.Axes);
        if (from.Values is not { } values)
        {
            if (axes.Rank == 0)
            {
                throw node.Error("reads a scalar where the values of a step were expected");
            }

            int dimension = otherwise < 0 ? axes.Rank + otherwise : otherwise;
            Bind(node, from, axes[dimension]);
            return dimension;
        }

        Axis[] wide = Wide(values);
        for (int dimension = axes.Rank - 1; dimension >= 0; dimension--)
        {
            if (Wide(axes[dimension]).SequenceEqual(wide) && !axes.Without(dimension).Any(wide.Contains))
            {
                return dimension;
            }
        }

        throw node.Error($"reads {axes} of {from.Origin}, where the values of a step do not lie in one dimension in the order in which they were made");
    }

    /// <exception cref="LstmFormatException">The values do not lie there.</exception>
    internal static void Require(OnnxNode node, FlowValue flow, int dimension)
    {
        int found = Dimension(node, flow, dimension);
        if (found != dimension && !(Wide(flow.Axes[dimension]).Length == 0 && Wide(flow.Axes[found]).Length == 0))
        {
            throw node.Error($"reads {flow.Axes} of {flow.Node.Origin} along dimension {dimension}; the values of a step, dimension {found}, were expected there");
        }
    }

    /// <summary>Axes that are more than one place.</summary>
    internal static Axis[] Wide(IEnumerable<Axis> axes) => [.. axes.Where(axis => axis.Size != 1)];

    private static void Bind(OnnxNode node, FlowNode from, Axis[] axes)
    {
        foreach (Axis axis in axes)
        {
            if (axis.Role is AxisRole.Time or AxisRole.Batch)
            {
                throw node.Error($"reads the axis {axis} of {from.Origin} as values of a step");
            }

            axis.Role = AxisRole.Feature;
        }

        if (from is SelectNode { Result: { } result } select && axes.Contains(result))
        {
            select.Values = axes;
            axes = [.. axes.Select(axis => axis == result ? select.Axis : axis)];
        }

        if (from.Source is null)
        {
            from.Values = axes;
        }
        else
        {
            Bind(node, from.Source, axes);
        }
    }
}
