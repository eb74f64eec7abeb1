namespace LstmGen.Formats.Onnx;

/// <summary>What h or c begins with: zeros, values of the file, or an input of the graph.</summary>
/// <param name="Values">Of each direction; null for zeros or an input.</param>
/// <param name="Input">What messages call the input.</param>
internal readonly record struct InitialState(float[][]? Values, string? Input)
{
    internal static InitialState Of(OnnxNode node, RecurrentShape shape, int input)
    {
        if (!node.Has(input))
        {
            return default;
        }

        if (node.Input(input) is FlowValue flow)
        {
            return new(null, Graph(node, shape, flow, input));
        }

        OnnxTensor tensor = OnnxNode.Tensor(node.Input(input)) ?? throw node.Error($"begins with {Text.Quote(node.InputName(input))}, which is neither of the file nor an input");
        (int direction, int batch) = shape.BatchFirst ? (1, 0) : (0, 1);
        if (tensor.IsZero)
        {
            return default;
        }

        if (tensor.Rank != 3 || (tensor.Dimensions[direction] != shape.Directions && tensor.Dimensions[direction] != 1) || (tensor.Dimensions[2] != shape.Hidden && tensor.Dimensions[2] != 1))
        {
            throw node.Error($"begins with {Text.Quote(node.InputName(input))} {tensor.Shape}; {shape.Directions} directions of {shape.Hidden} units were expected");
        }

        float[] At(long side, long row) => [.. Enumerable.Range(0, shape.Hidden).Select(unit =>
            tensor.Floats[((((direction == 0 ? Math.Min(side, tensor.Dimensions[0] - 1) : row) * tensor.Dimensions[1]) + (direction == 0 ? row : Math.Min(side, tensor.Dimensions[1] - 1))) * tensor.Dimensions[2]) + Math.Min(unit, tensor.Dimensions[2] - 1)])];
        float[][] values = [.. Enumerable.Range(0, shape.Directions).Select(side => At(side, 0))];
        int width = (int)tensor.Dimensions[2];
        for (int row = 1; row < tensor.Dimensions[batch]; row++)
        {
            for (int side = 0; side < tensor.Dimensions[direction]; side++)
            {
                int place = direction == 0 ? (side * (int)tensor.Dimensions[1]) + row : (row * (int)tensor.Dimensions[1]) + side;
                int first = direction == 0 ? side * (int)tensor.Dimensions[1] : side;
                if (!tensor.Floats.AsSpan(place * width, width).SequenceEqual(tensor.Floats.AsSpan(first * width, width)))
                {
                    throw node.Error($"begins with {Text.Quote(node.InputName(input))}, which differs between the sequences of a batch; equal rows were expected");
                }
            }
        }

        return new(values, null);
    }

    /// <summary>A part of an input, that has the axes of a state.</summary>
    private static string Graph(OnnxNode node, RecurrentShape shape, FlowValue flow, int input)
    {
        FlowNode below = flow.Node;
        List<string> places = [];
        while (below is SelectNode select)
        {
            places.Insert(0, select.Count == 1 ? $"place {select.Start} of axis {select.Axis}" : $"places {select.Start} to {select.Start + select.Count - 1} of axis {select.Axis}");
            below = select.Source!;
        }

        (int direction, int batch) = shape.BatchFirst ? (1, 0) : (0, 1);
        bool fits = below is InputNode { Whole: false } && flow.Axes.Rank == 3 && (flow.Axes.SizeOf(direction) ?? shape.Directions) == shape.Directions && (flow.Axes.SizeOf(2) ?? shape.Hidden) == shape.Hidden;
        if (!fits || below.Values is not null)
        {
            throw node.Error($"begins with {flow.Axes} of {below.Origin}; an input of the graph of {shape.Directions} directions and {shape.Hidden} units was expected");
        }

        foreach (Axis axis in flow.Axes[batch])
        {
            axis.Role = AxisRole.Batch;
        }

        return $"{below.Origin}{(places.Count > 0 ? $" ({string.Join(", ", places)})" : "")}";
    }
}
