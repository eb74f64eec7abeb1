namespace LstmGen.Formats.Onnx;

/// <summary>Some places of an axis: the last step, a direction, a part of a state, or a range of values.</summary>
internal static class Selection
{
    internal static FlowValue Of(OnnxNode node, FlowValue flow, Axis axis, long start, long count)
    {
        if (axis.Role == AxisRole.Time)
        {
            return flow with { Node = Step(node, flow.Node, axis, start, count), Axes = flow.Axes.Replace(axis) };
        }

        if (axis.Role == AxisRole.Batch)
        {
            throw node.Error($"takes some sequences of a batch, which no class does");
        }

        if (axis.Size is { } size && (start < 0 || start + count > size))
        {
            throw node.Error($"takes the places {start} to {start + count} of an axis of {size}");
        }

        var select = new SelectNode(flow.Node, axis, start, count, node.Origin);
        if (flow.Node.Values is { } values && values.Contains(axis))
        {
            select.Values = select.Result is { } result ? [.. values.Select(each => each == axis ? result : each)] : [.. values.Where(each => each != axis)];
        }

        FlowNode selected = select is { Source: SelectNode { Axis.Role: AxisRole.Time, Source: RecurrentNode } step } && axis.Role == AxisRole.Direction ? OfDirection(node, step, select) : select;
        return new(selected, select.Result is { } part ? flow.Axes.Replace(axis, part) : flow.Axes.Replace(axis));
    }

    /// <summary>The step that the layer below read last, before or after dense layers.</summary>
    private static FlowNode Step(OnnxNode node, FlowNode from, Axis time, long place, long count)
    {
        bool last = count == 1 && (place == -1 || place == time.Size - 1), first = count == 1 && place == 0;
        if (!first && !last)
        {
            throw node.Error("takes other steps than the last one, which no class does");
        }

        if (from is SelectNode { Axis.Role: AxisRole.Direction, Source: RecurrentNode both } direction)
        {
            return direction.Start == 0 ? last ? Direction(both, direction) : throw Wrong(node) : first ? Direction(both, direction) : throw Wrong(node);
        }

        FlowNode? below = from;
        while (below is not (null or RecurrentNode))
        {
            below = below.Source;
        }

        return below switch
        {
            RecurrentNode { IsBoth: true } when from == below => new SelectNode(from, time, last ? -1 : 0, 1, node.Origin) { },
            RecurrentNode { Direction: LstmDirection.Forward } when last => from == below ? ((RecurrentNode)below).Last : new StepsNode(from, LstmOutputs.Last, node.Origin),
            RecurrentNode { Direction: LstmDirection.Reverse } when first => from == below ? ((RecurrentNode)below).Last : new StepsNode(from, LstmOutputs.Last, node.Origin),
            _ => throw Wrong(node),
        };
    }

    private static FlowNode OfDirection(OnnxNode node, SelectNode step, SelectNode direction)
        => (step.Start == -1) == (direction.Start == 0) ? Direction((RecurrentNode)step.Source!, direction) : throw Wrong(node);

    private static SelectNode Direction(RecurrentNode both, SelectNode direction)
        => new(both.Last, direction.Axis, direction.Start, 1, direction.Origin) { Values = [both.Values![^1]] };

    private static LstmFormatException Wrong(OnnxNode node) => node.Error("takes a step that is not the last one that the layer reads, which no class does");
}
