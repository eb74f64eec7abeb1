namespace LstmGen.Formats.Onnx;

/// <summary>Sums and products of two values: residual layers, merged directions, and GELU as exporters write it out.</summary>
internal static class Products
{
    private const double Half = 0.70710678118654752, Tanh = 0.79788456080286536, Cubic = 0.044715;

    internal static FlowValue Of(OnnxNode node, FlowValue left, FlowValue right) => node.Operator switch
    {
        "Add" or "Sum" => Merged(left, right, LstmMerge.Sum) ?? Argument(node, left, right) ?? Argument(node, right, left) ?? Sum(node, left, right),
        "Mul" => Merged(left, right, LstmMerge.Multiply) ?? Cube(node, left, right) ?? Cube(node, right, left) ?? Gelu(node, left, right) ?? Gelu(node, right, left)
            ?? throw node.Error("multiplies two values that depend on the inputs, which no class does but of the two directions of a layer"),
        _ => throw node.Error($"computes with two values that depend on the inputs, which no class does"),
    };

    /// <summary>c times erf, which is a part of a product that is not whole yet.</summary>
    internal static FlowValue? Constant(OnnxNode node, FlowValue flow, float[] values)
        => flow.Node is ScaleNode { Shift: [var shift], Scale: [var scale] } before && values is [var factor] && IsGate(before.Source!)
            ? flow with { Node = new ScaleNode(before.Source!, [scale * factor], [shift * factor], node.Origin) } : null;

    /// <summary>Both directions of a layer, or their last steps, merged into one; null where the value is neither.</summary>
    internal static FlowNode? Merge(FlowNode? both, LstmMerge merge) => both switch
    {
        RecurrentNode { IsBoth: true } layer => layer.Merged(merge),
        StepsNode { Outputs: LstmOutputs.Last, Source: RecurrentNode { IsBoth: true } layer } => layer.Merged(merge).Last,
        _ => null,
    };

    private static FlowValue? Merged(FlowValue left, FlowValue right, LstmMerge merge)
    {
        if (right.Node is SelectNode { Start: 0 } or RecurrentNode { Direction: LstmDirection.Forward } && left.Node is SelectNode { Start: 1 } or RecurrentNode { Direction: LstmDirection.Reverse })
        {
            (left, right) = (right, left);
        }

        FlowNode? both = (left.Node, right.Node) switch
        {
            (SelectNode { Axis.Role: AxisRole.Direction, Start: 0 } first, SelectNode { Start: 1 } second) when second.Source == first.Source && first.Axis == second.Axis => first.Source,
            (RecurrentNode first, RecurrentNode second) => first.Pair(second),
            _ => null,
        };
        return Alike(left.Axes, right.Axes) && Merge(both, merge) is { } merged ? left with { Node = merged } : null;
    }

    /// <summary>Whether two values lie alike but for axes of which each direction has its own.</summary>
    private static bool Alike(Axes left, Axes right)
        => left.Rank == right.Rank && Enumerable.Range(0, left.Rank).All(at =>
            Values.Wide(left[at]) is var a && Values.Wide(right[at]) is var b && (a.SequenceEqual(b) || (a.Length == 1 && b.Length == 1 && a[0].Role == b[0].Role && a[0].Role is AxisRole.Feature)));

    private static FlowValue Sum(OnnxNode node, FlowValue left, FlowValue right)
    {
        if (States.IsState(left.Node) && left.Node is not StepsNode)
        {
            throw node.Error("adds states, which no class does");
        }

        int a = Values.Dimension(node, left), b = Values.Dimension(node, right, a - left.Axes.Rank + right.Axes.Rank);
        bool alike = left.Axes.Rank - a == right.Axes.Rank - b && Values.Wide(left.Axes.Without(a)).SequenceEqual(Values.Wide(right.Axes.Without(b)));
        return alike && left.Node.Width == right.Node.Width ? left with { Node = new AddNode(left.Node, right.Node, node.Origin) }
            : throw node.Error($"adds {left.Axes} and {right.Axes}, which do not lie alike");
    }

    private static FlowValue? Cube(OnnxNode node, FlowValue square, FlowValue x)
        => square.Node == x.Node ? x with { Node = new GeluPartNode(x.Node, GeluPart.Square, node.Origin) }
            : square.Node is GeluPartNode { Kind: GeluPart.Square } part && part.Source == x.Node ? x with { Node = new GeluPartNode(x.Node, GeluPart.Cube, node.Origin) } : null;

    private static FlowValue? Argument(OnnxNode node, FlowValue x, FlowValue scaled)
        => scaled.Node is ScaleNode { Scale: [var scale], Shift: [0], Source: GeluPartNode { Kind: GeluPart.Cube } cube } && cube.Source == x.Node && Near(scale, Cubic)
            ? x with { Node = new GeluPartNode(x.Node, GeluPart.TanhArgument, node.Origin) } : null;

    /// <summary>k x times (1 + erf(x / sqrt(2))) or its form with tanh, of which each may have a factor.</summary>
    private static FlowValue? Gelu(OnnxNode node, FlowValue left, FlowValue gate)
    {
        if (gate.Node is not ScaleNode { Scale: [var factor], Shift: [var sum] } outer || !IsGate(outer.Source!) || factor != sum)
        {
            return null;
        }

        (FlowNode x, float times) = left.Node is ScaleNode { Scale: [var scale], Shift: [0] } before && before.Source == Argument(outer.Source!) ? (before.Source!, scale) : (left.Node, 1);
        if (x != Argument(outer.Source!))
        {
            return null;
        }

        LstmActivation function = outer.Source is ActivationNode ? LstmActivation.GeluTanh : LstmActivation.Gelu;
        var gelu = left with { Node = new ActivationNode(x, function, float.NaN, float.NaN, node.Origin) };
        return ArithmeticOperators.Scaled(node, gelu, [2 * factor * times], [0]);
    }

    private static bool IsGate(FlowNode node) => Argument(node) is not null;

    /// <summary>x of erf(x / sqrt(2)) or tanh(sqrt(2 / pi) (x + 0.044715 x^3)).</summary>
    private static FlowNode? Argument(FlowNode node) => node switch
    {
        GeluPartNode { Kind: GeluPart.Erf, Source: ScaleNode { Scale: [var scale], Shift: [0] } scaled } when Near(scale, Half) => scaled.Source,
        ActivationNode { Function: LstmActivation.Tanh, Source: ScaleNode { Scale: [var scale], Shift: [0], Source: GeluPartNode { Kind: GeluPart.TanhArgument } part } } when Near(scale, Tanh) => part.Source,
        _ => null,
    };

    private static bool Near(float value, double expected) => Math.Abs(value - expected) < 1e-5 * expected;
}
