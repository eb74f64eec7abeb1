namespace LstmGen.Formats.Onnx;

/// <summary>Mean, maximum and sum over an axis: the steps of a sequence, or the directions of a layer.</summary>
internal static class ReduceOperators
{
    internal static OnnxValue[] Reduce(OnnxNode node)
    {
        FlowValue flow = node.Flow(0);
        IReadOnlyList<long> axes = node.IntsOrInput("axes", 1) ?? [];
        bool keep = node.Int("keepdims", 1) != 0;
        if (node.Int("noop_with_empty_axes", 0) != 0 && axes.Count == 0)
        {
            return [flow];
        }

        if (axes.Count != 1)
        {
            throw node.Error("reduces several axes, which no class does");
        }

        int dimension = node.Axis(axes[0], flow.Axes.Rank);
        Axis[] wide = Values.Wide(flow.Axes[dimension]);
        FlowValue result = wide.Length == 0 && flow.Axes[dimension].Length == 0 ? flow : wide is [var axis] ? Over(node, flow, axis) : throw node.Error($"reduces {flow.Axes} along dimension {dimension}, which is several axes");
        return [result with { Axes = keep ? result.Axes.With(dimension) : result.Axes.Remove(dimension) }];
    }

    private static FlowValue Over(OnnxNode node, FlowValue flow, Axis axis) => (node.Operator, axis.Role) switch
    {
        ("ReduceMean", AxisRole.Time) => new(new StepsNode(flow.Node, LstmOutputs.Mean, node.Origin), flow.Axes.Replace(axis)),
        ("ReduceMax", AxisRole.Time) => new(new StepsNode(flow.Node, LstmOutputs.Max, node.Origin), flow.Axes.Replace(axis)),
        ("ReduceMean", AxisRole.Direction) when Products.Merge(flow.Node, LstmMerge.Average) is { } merged => new(merged, flow.Axes.Replace(axis)),
        ("ReduceSum", AxisRole.Direction) when Products.Merge(flow.Node, LstmMerge.Sum) is { } merged => new(merged, flow.Axes.Replace(axis)),
        _ => throw node.Error($"reduces the axis {axis}, which no class does"),
    };
}
