namespace LstmGen.Formats.Onnx;

/// <summary>Sums and products: of constants, of sizes, of a value and a constant, and of two values where a class has them.</summary>
internal static class ArithmeticOperators
{
    internal static OnnxValue[] Binary(OnnxNode node)
    {
        OnnxValue left = node.Input(0), right = node.Input(1);
        int axis = Axis(node);
        if (left is NumbersValue && right is NumbersValue)
        {
            return [SizeOperators.Pairwise(node, (a, b) => Size.Combine(a, b, node.Operator))];
        }

        return (left, right) switch
        {
            (FlowValue { Node: InputNode { Whole: true } } tokens, _) => [WholeNumbers(node, tokens, right)],
            (FlowValue a, FlowValue b) => [Products.Of(node, a, b)],
            (FlowValue a, _) => [WithConstant(node, a, ShapeOperators.Constant(node, right), axis, left: true)],
            (_, FlowValue b) => [WithConstant(node, b, ShapeOperators.Constant(node, left), axis, left: false)],
            _ => [new ConstantValue(Constants(node, ShapeOperators.Constant(node, left), ShapeOperators.Constant(node, right)))],
        };
    }

    internal static OnnxValue[] Negative(OnnxNode node) => [node.Input(0) is FlowValue flow ? Scaled(node, flow, [-1], [0]) : throw node.Error("turns the sign of a constant")];

    internal static OnnxValue[] Power(OnnxNode node)
    {
        FlowValue flow = node.Flow(0);
        OnnxTensor exponent = node.Tensor(1, "exponent");
        return exponent is { IsScalar: true, Floats: [2 or 3] } ? [flow with { Node = new GeluPartNode(flow.Node, exponent.Floats[0] == 3 ? GeluPart.Cube : GeluPart.Square, node.Origin) }] : throw node.Error("raises values to a power, which no class does");
    }

    /// <summary>(x - mean) / sqrt(variance + epsilon) * scale + shift.</summary>
    internal static OnnxValue[] BatchNormalization(OnnxNode node)
    {
        FlowValue flow = node.Flow(0);
        OnnxTensor scale = node.Tensor(1, "scale"), shift = node.Tensor(2, "shift"), mean = node.Tensor(3, "mean"), variance = node.Tensor(4, "variance");
        double epsilon = node.Float("epsilon", 1e-5f);
        node.Skip("momentum");
        node.Skip("is_test");
        node.Skip("spatial");
        if (node.Int("training_mode", 0) != 0 || node.Outputs > 1)
        {
            throw node.Error("computes statistics of a batch (training_mode); a model for inference was expected");
        }

        int dimension = flow.Axes.Rank > 1 ? 1 : throw node.Error("reads a value of one dimension");
        Values.Require(node, flow, dimension);
        int width = Width(node, flow, scale.Floats.Length);
        if (new[] { scale, shift, mean, variance }.Any(each => each.Floats.Length != width))
        {
            throw node.Error($"has tensors of other lengths than the {width} values of a step");
        }

        var (factors, sums) = (new float[width], new float[width]);
        for (int at = 0; at < width; at++)
        {
            double factor = scale.Floats[at] / Math.Sqrt(variance.Floats[at] + epsilon);
            (factors[at], sums[at]) = ((float)factor, (float)(shift.Floats[at] - (mean.Floats[at] * factor)));
        }

        return [Scaled(node, flow, factors, sums)];
    }

    /// <summary>scale x + shift; x itself where that changes nothing.</summary>
    internal static FlowValue Scaled(OnnxNode node, FlowValue flow, float[] scale, float[] shift)
    {
        if (!scale.AsSpan().ContainsAnyExcept(1f) && !shift.AsSpan().ContainsAnyExcept(0f))
        {
            return flow;
        }

        // A factor that takes another one back, as of GELU written out.
        if (flow.Node is ScaleNode { Scale: [var before], Shift: [0] } && scale is [var after] && shift is [0] && before * after == 1)
        {
            return flow with { Node = flow.Node.Source! };
        }

        if (States.IsState(flow.Node) && flow.Node is not StepsNode)
        {
            throw node.Error("changes a state, which no class does");
        }

        return flow with { Node = new ScaleNode(flow.Node, scale, shift, node.Origin) };
    }

    /// <summary>The width of a step, which may be said by a constant beside it.</summary>
    internal static int Width(OnnxNode node, FlowValue flow, long said)
    {
        if (flow.Node.Values!.Where(axis => axis.Size is null).ToArray() is [var open])
        {
            open.Size = said;
        }

        return flow.Node.Width is > 0 and var width ? width : throw node.Error("reads values of a width that is not known");
    }

    private static int Axis(OnnxNode node)
    {
        bool broadcast = node.Opset < 7 && node.Int("broadcast", 0) != 0;
        node.Skip("consumed_inputs");
        return broadcast ? (int)node.Int("axis", -1) : -1;
    }

    private static FlowValue WithConstant(OnnxNode node, FlowValue flow, OnnxTensor constant, int axis, bool left)
    {
        float[] values = constant.Floats;
        if (!constant.IsScalar)
        {
            int shown = Array.FindIndex(constant.Dimensions, size => size != 1);
            int dimension = shown + (axis >= 0 ? axis : flow.Axes.Rank - constant.Rank);
            if (dimension < 0 || dimension >= flow.Axes.Rank || constant.Dimensions[shown] != values.Length)
            {
                throw node.Error($"has a constant {constant.Shape} for values {flow.Axes}; one value for all or one for each value of a step was expected");
            }

            Values.Require(node, flow, dimension);
            if (Width(node, flow, values.Length) != values.Length)
            {
                throw node.Error($"has a constant {constant.Shape} for the {flow.Node.Width} values of a step");
            }
        }

        float[] ones = [1], zeros = [0], negative = [.. values.Select(value => -value)];
        return (node.Operator, left) switch
        {
            ("Add" or "Sum", _) => Scaled(node, flow, ones, values),
            ("Sub", true) => Scaled(node, flow, ones, negative),
            ("Sub", false) => Scaled(node, flow, [-1], values),
            ("Mul", _) => Products.Constant(node, flow, values) ?? Scaled(node, flow, values, zeros),
            ("Div", true) when !values.Contains(0) => Scaled(node, flow, [.. values.Select(value => (float)(1.0 / value))], zeros),
            _ => throw node.Error("divides by values that depend on the inputs, or by 0"),
        };
    }

    private static OnnxValue WholeNumbers(OnnxNode node, FlowValue tokens, OnnxValue right)
        => node.Operator == "Mul" && right is NumbersValue { Elements: [{ Known: 0 }] } zero ? zero
            : node.Operator is "Add" or "Sub" && right is NumbersValue { Elements: [{ Known: 0 }] } ? tokens
            : throw node.Error("computes with whole numbers of an input, which no class does");

    private static OnnxTensor Constants(OnnxNode node, OnnxTensor left, OnnxTensor right)
    {
        OnnxTensor large = left.Floats.Length >= right.Floats.Length ? left : right;
        if (!left.IsScalar && !right.IsScalar && !left.Dimensions.AsSpan().SequenceEqual(right.Dimensions))
        {
            throw node.Error($"computes with constants {left.Shape} and {right.Shape}; equal shapes or a scalar were expected");
        }

        node.Context.Budget.Take(4L * large.Floats.Length);
        var result = new float[large.Floats.Length];
        for (int at = 0; at < result.Length; at++)
        {
            float a = left.Floats[left.IsScalar ? 0 : at], b = right.Floats[right.IsScalar ? 0 : at];
            result[at] = node.Operator switch { "Add" or "Sum" => a + b, "Sub" => a - b, "Mul" => a * b, _ => a / b };
        }

        return large with { Floats = result };
    }
}
