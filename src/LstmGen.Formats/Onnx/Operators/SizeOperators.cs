namespace LstmGen.Formats.Onnx;

/// <summary>Operators of which shapes are computed.</summary>
internal static class SizeOperators
{
    internal static OnnxValue[] Constant(OnnxNode node)
    {
        if (node.HasAttribute("value_int"))
        {
            return [new NumbersValue([node.Int("value_int", 0)], 0)];
        }

        if (node.HasAttribute("value_float"))
        {
            return [new ConstantValue(new([], [node.Float("value_float", 0)]))];
        }

        if (node.Ints("value_ints") is { } ints)
        {
            return ints.Count <= NumbersValue.Most ? [new NumbersValue([.. ints.Select(each => (Size)each)], 1)] : throw node.Error($"has {ints.Count} whole numbers");
        }

        if (node.HasAttribute("value_floats"))
        {
            IReadOnlyList<float> floats = node.Floats("value_floats");
            return [new ConstantValue(new([floats.Count], [.. floats]))];
        }

        return [node.Context.Tensors.Read(node.TensorAttribute("value") ?? throw node.Error("has no value that is known here"), node.OutputName(0))];
    }

    internal static OnnxValue[] ConstantOfShape(OnnxNode node)
    {
        if (node.Input(0) is not NumbersValue { Rank: 1 } shape || shape.Elements.Length > Axes.MaximumRank)
        {
            throw node.Error("has a shape that is no list of sizes");
        }

        OnnxValue value = node.TensorAttribute("value") is { } tensor ? node.Context.Tensors.Read(tensor, node.OutputName(0)) : new ConstantValue(new([1], [0]));
        if (value is NumbersValue number)
        {
            return number.Elements.Length == 1 && shape.Elements is [{ Known: { } count and >= 0 and <= NumbersValue.Most }]
                ? [new NumbersValue([.. Enumerable.Repeat(number.Elements[0], (int)count)], 1)] : throw node.Error("makes whole numbers of a shape that is no short list");
        }

        // One place for each dimension: whoever reads it knows how many there are.
        OnnxTensor constant = OnnxNode.Tensor(value)!;
        return constant.IsScalar ? [new ConstantValue((constant with { Repeats = true }).Reshape([.. shape.Elements.Select(_ => 1L)]))] : throw node.Error("has a value of more than one element");
    }

    internal static OnnxValue[] Shape(OnnxNode node)
    {
        Size[] sizes = node.Input(0) switch
        {
            FlowValue flow => [.. Enumerable.Range(0, flow.Axes.Rank).Select(at => Size.Of(flow.Axes[at]))],
            ConstantValue constant => [.. constant.Tensor.Dimensions.Select(each => (Size)each)],
            NumbersValue numbers => numbers.Rank == 0 ? [] : [numbers.Elements.Length],
            _ => throw node.Error("asks for the shape of what has none"),
        };
        long start = node.Int("start", 0), end = node.Int("end", sizes.Length);
        int from = (int)Math.Clamp(start < 0 ? start + sizes.Length : start, 0, sizes.Length), to = (int)Math.Clamp(end < 0 ? end + sizes.Length : end, from, sizes.Length);
        return [new NumbersValue(sizes[from..to], 1)];
    }

    internal static OnnxValue[] SizeOf(OnnxNode node) => node.Input(0) switch
    {
        NumbersValue numbers => [new NumbersValue([numbers.Elements.Length], 0)],
        ConstantValue constant => [new NumbersValue([constant.Tensor.Floats.Length], 0)],
        FlowValue flow => [new NumbersValue([Size.Of(flow.Axes.All)], 0)],
        _ => throw node.Error("asks for the size of what has none"),
    };

    internal static OnnxValue[] Equal(OnnxNode node) => [Pairwise(node, Size.Compare)];

    internal static OnnxValue[] Not(OnnxNode node) => node.Input(0) is NumbersValue numbers
        ? [numbers with { Elements = [.. numbers.Elements.Select(each => Size.Compare(each, 0))] }] : throw node.Error("negates what is no condition of sizes");

    internal static OnnxValue[] Where(OnnxNode node)
    {
        if (node.Input(0) is not NumbersValue condition || node.Input(1) is not NumbersValue || node.Input(2) is not NumbersValue)
        {
            throw node.Error("chooses between values that are no sizes, which no class does");
        }

        (Size[] yes, Size[] no) = (((NumbersValue)node.Input(1)).Elements, ((NumbersValue)node.Input(2)).Elements);
        int count = Math.Max(condition.Elements.Length, Math.Max(yes.Length, no.Length));
        int rank = Math.Max(condition.Rank, Math.Max(((NumbersValue)node.Input(1)).Rank, ((NumbersValue)node.Input(2)).Rank));
        return [new NumbersValue(
            [.. Enumerable.Range(0, count).Select(at => At(node, condition.Elements, at, count).Known switch { null => Size.Unknown, 0 => At(node, no, at, count), _ => At(node, yes, at, count) })], rank)];
    }

    /// <summary>Two lists of sizes, element by element.</summary>
    internal static NumbersValue Pairwise(OnnxNode node, Func<Size, Size, Size> operation)
    {
        if (node.Input(0) is not NumbersValue left || node.Input(1) is not NumbersValue right)
        {
            throw node.Error("compares values that are no sizes, which no class does");
        }

        int count = Math.Max(left.Elements.Length, right.Elements.Length);
        return new([.. Enumerable.Range(0, count).Select(at => operation(At(node, left.Elements, at, count), At(node, right.Elements, at, count)))], Math.Max(left.Rank, right.Rank));
    }

    private static Size At(OnnxNode node, Size[] elements, int at, int count)
        => elements.Length == count ? elements[at] : elements.Length == 1 ? elements[0] : throw node.Error("has lists of different lengths");
}
