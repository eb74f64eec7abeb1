namespace LstmGen.Formats.Onnx;

/// <summary>Operators that arrange values and leave them as they are.</summary>
internal static class ShapeOperators
{
    internal static OnnxValue[] Identity(OnnxNode node) => [node.Input(0)];

    /// <summary>Dropout, which does nothing outside of training.</summary>
    internal static OnnxValue[] Dropout(OnnxNode node)
    {
        foreach (string name in (string[])["ratio", "seed", "is_test"])
        {
            node.Skip(name);
        }

        if (node.Has(1))
        {
            node.Input(1);
        }

        if (node.Has(2) && node.Numbers(2, "training_mode").Any(mode => mode != 0))
        {
            throw node.Error("drops values (training_mode); a model for inference was expected");
        }

        node.Context.Note($"{node.Origin} has no effect outside of training and was left out.");
        return node.Outputs > 1
            ? [node.Input(0), new ErrorValue(node.Error("gives a mask, which no class has"))] : [node.Input(0)];
    }

    internal static OnnxValue[] Cast(OnnxNode node)
    {
        var to = (Proto.TensorProto.Types.DataType)node.Int("to", 0);
        node.Skip("saturate");
        bool floats = to is Proto.TensorProto.Types.DataType.Float or Proto.TensorProto.Types.DataType.Double or Proto.TensorProto.Types.DataType.Float16 or Proto.TensorProto.Types.DataType.Bfloat16;
        bool logical = to == Proto.TensorProto.Types.DataType.Bool;
        return (node.Input(0), floats) switch
        {
            (FlowValue { Node: InputNode { Whole: true } }, true) => throw node.Error("turns whole numbers of an input into floats, which no class does"),
            (FlowValue { Node: InputNode { Whole: true } } or NumbersValue, false) when !logical => [node.Input(0)],
            (NumbersValue numbers, false) => [numbers with { Elements = [.. numbers.Elements.Select(each => Size.Compare(Size.Compare(each, 0), 0))] }],
            (NumbersValue, true) => [OnnxNode.Tensor(node.Input(0)) is { } tensor ? new ConstantValue(tensor with { IsWhole = false }) : throw node.Error("turns sizes into floats")],
            (FlowValue, true) => [node.Input(0)],
            (ConstantValue { Tensor: { Rank: <= 1, Floats.Length: <= NumbersValue.Most } few }, false) when !logical && few.Floats.All(each => Math.Abs(each) < 1e9f)
                => [new NumbersValue([.. few.Floats.Select(each => (Size)(long)each)], few.Rank)],
            (ConstantValue constant, true) => [new ConstantValue(constant.Tensor with { IsWhole = false })],
            _ => throw node.Error($"casts to {to}; a type of floats was expected"),
        };
    }

    internal static OnnxValue[] Transpose(OnnxNode node)
    {
        OnnxValue value = node.Input(0);
        int rank = value switch { FlowValue flow => flow.Axes.Rank, ConstantValue constant => constant.Tensor.Rank, _ => throw node.Error("turns a list of sizes around") };
        IReadOnlyList<long> order = node.Ints("perm") ?? [.. Enumerable.Range(0, rank).Select(each => (long)(rank - 1 - each))];
        if (order.Count != rank || order.Order().Where((each, at) => each != at).Any())
        {
            throw node.Error($"has the perm [{string.Join(", ", order.Take(Axes.MaximumRank))}] for a value of {rank} dimensions");
        }

        if (value is FlowValue moved)
        {
            return [moved with { Axes = moved.Axes.Transpose(order) }];
        }

        OnnxTensor tensor = ((ConstantValue)value).Tensor;
        node.Context.Budget.Take(4L * tensor.Floats.Length);
        return [new ConstantValue(tensor.Transpose(order))];
    }

    internal static OnnxValue[] Unsqueeze(OnnxNode node)
    {
        IReadOnlyList<long> axes = node.IntsOrInput("axes", 1) ?? throw node.Error("lacks its axes");
        OnnxValue value = node.Input(0);
        if (value is NumbersValue { Rank: 0 } number && axes.Count == 1)
        {
            return [number with { Rank = 1 }];
        }

        int rank = axes.Count + (value switch { FlowValue flow => flow.Axes.Rank, _ => Constant(node, value).Rank });
        if (rank > Axes.MaximumRank)
        {
            throw node.Error($"makes {rank} dimensions; {Axes.MaximumRank} at most were expected");
        }

        int[] places = [.. axes.Select(axis => node.Axis(axis, rank)).Order()];
        if (places.Distinct().Count() != places.Length)
        {
            throw node.Error("names an axis twice");
        }

        return [value is FlowValue moved
            ? moved with { Axes = places.Aggregate(moved.Axes, (all, at) => all.Insert(at)) }
            : new ConstantValue(Constant(node, value) is var tensor ? tensor.Reshape(places.Aggregate(tensor.Dimensions, (all, at) => [.. all[..at], 1, .. all[at..]])) : tensor!)];
    }

    internal static OnnxValue[] Squeeze(OnnxNode node)
    {
        IReadOnlyList<long>? given = node.IntsOrInput("axes", 1);
        OnnxValue value = node.Input(0);
        if (value is NumbersValue { Elements.Length: 1 } number)
        {
            return [number with { Rank = 0 }];
        }

        OnnxTensor? tensor = value is FlowValue ? null : Constant(node, value);
        Axes? axes = (value as FlowValue)?.Axes;
        int rank = axes?.Rank ?? tensor!.Rank;
        int[] places = given is not null ? [.. given.Select(axis => node.Axis(axis, rank)).Distinct().Order()]
            : [.. Enumerable.Range(0, rank).Where(at => (axes is null ? tensor!.Dimensions[at] : axes.SizeOf(at)) == 1)];
        foreach (int place in Enumerable.Reverse(places))
        {
            if (tensor is not null)
            {
                tensor = tensor.Dimensions[place] == 1 ? tensor.Reshape([.. tensor.Dimensions[..place], .. tensor.Dimensions[(place + 1)..]])
                    : throw node.Error($"takes away dimension {place} of {tensor.Shape}, which has more than one place");
                continue;
            }

            foreach (Axis axis in axes![place])
            {
                axis.Size ??= 1; // or the graph could not run
                if (axis.Size != 1)
                {
                    throw node.Error($"takes away dimension {place} of {axes}, which has {axis.Size} places");
                }
            }

            axes = axes.Remove(place);
        }

        return [value is FlowValue flow ? flow with { Axes = axes! } : new ConstantValue(tensor!)];
    }

    internal static OnnxValue[] Reshape(OnnxNode node)
    {
        bool zeros = node.Int("allowzero", 0) != 0;
        Size[] shape = node.Has(1) ? node.Input(1) is NumbersValue numbers ? numbers.Elements : throw node.Error("has a shape that is not known without running the graph")
            : [.. (node.Ints("shape") ?? throw node.Error("lacks its shape")).Select(each => (Size)each)];
        node.Skip("consumed_inputs");
        return [Reshaped(node, node.Input(0), shape, zeros)];
    }

    internal static OnnxValue[] Flatten(OnnxNode node)
    {
        if (node.Input(0) is not FlowValue flow)
        {
            throw node.Error("flattens a constant");
        }

        int axis = (int)node.Int("axis", 1);
        axis = axis == flow.Axes.Rank ? axis : node.Axis(axis, flow.Axes.Rank);
        Axis[][] dimensions = [.. Enumerable.Range(0, flow.Axes.Rank).Select(at => flow.Axes[at])];
        return [flow with { Axes = new([.. dimensions[..axis].SelectMany(each => each)], [.. dimensions[axis..].SelectMany(each => each)]) }];
    }

    /// <summary>Constants keep the places that they have: whoever reads them knows how often each counts.</summary>
    internal static OnnxValue[] Expand(OnnxNode node)
    {
        OnnxValue value = node.Input(0);
        if (node.Input(1) is not NumbersValue { Rank: 1 } shape || shape.Elements.Length > Axes.MaximumRank)
        {
            throw node.Error("has a shape that is no list of sizes");
        }

        if (value is FlowValue flow)
        {
            return shape.Elements.Length <= flow.Axes.Rank && shape.Elements.All(size => size.Known == 1 || Enumerable.Range(0, flow.Axes.Rank).Any(at => Size.Compare(size, Size.Of(flow.Axes[at])).Known == 1))
                ? [flow] : throw node.Error("repeats values that depend on the inputs, which no class does");
        }

        OnnxTensor tensor = Constant(node, value) with { Repeats = true };
        return [new ConstantValue(tensor.Reshape([.. Enumerable.Repeat(1L, Math.Max(0, shape.Elements.Length - tensor.Rank)), .. tensor.Dimensions]))];
    }

    internal static OnnxValue Reshaped(OnnxNode node, OnnxValue value, Size[] shape, bool zeros)
    {
        if (shape.Length > Axes.MaximumRank)
        {
            throw node.Error($"makes {shape.Length} dimensions; {Axes.MaximumRank} at most were expected");
        }

        if (value is FlowValue flow)
        {
            return Reshaping.Of(flow.Axes, shape, zeros) is { } axes ? flow with { Axes = axes }
                : throw node.Error($"reshapes {flow.Axes} to [{string.Join(", ", shape.Select(size => size.Known is { } known ? Text.Number(known) : size.IsUnknown ? "?" : string.Join(" * ", size.Axes)))}], whose dimensions are none of these");
        }

        if (value is NumbersValue numbers && shape.Length == 1)
        {
            return numbers with { Rank = 1 };
        }

        OnnxTensor tensor = Constant(node, value);
        if (shape.Any(size => size.Known is null))
        {
            throw node.Error("reshapes a constant by sizes of the inputs");
        }

        long[] dimensions = [.. shape.Select((size, at) => size.Known == 0 && !zeros && at < tensor.Rank ? tensor.Dimensions[at] : size.Known!.Value)];
        long known = dimensions.Where(each => each != -1).Aggregate(1L, (product, each) => each < 0 || product > int.MaxValue || each > int.MaxValue ? 0 : product * each);
        int open = Array.IndexOf(dimensions, -1);
        if (open >= 0 && known > 0)
        {
            dimensions[open] = tensor.Floats.Length / known;
            known *= dimensions[open];
        }

        return known == tensor.Floats.Length && dimensions.All(each => each >= 0) ? new ConstantValue(tensor.Reshape(dimensions)) : throw node.Error($"reshapes {tensor.Shape} to [{string.Join(", ", dimensions)}]");
    }

    internal static OnnxTensor Constant(OnnxNode node, OnnxValue value) => OnnxNode.Tensor(value) ?? throw node.Error("arranges sizes that are not known in a way that is not known here");
}
