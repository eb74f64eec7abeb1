namespace LstmGen.Formats.Onnx;

/// <summary>Functions of each value, and softmax.</summary>
internal static class ActivationOperators
{
    internal static OnnxValue[] Function(OnnxNode node)
    {
        node.Skip("consumed_inputs");
        return node.Operator switch
        {
            "Relu" => Of(node, LstmActivation.Relu),
            "Tanh" => Of(node, LstmActivation.Tanh),
            "Sigmoid" => Of(node, LstmActivation.Sigmoid),
            "Softsign" => Of(node, LstmActivation.Softsign),
            "Softplus" => Of(node, LstmActivation.Softplus),
            "LeakyRelu" => Of(node, LstmActivation.LeakyRelu, node.Float("alpha", 0.01f)),
            "Elu" => Of(node, LstmActivation.Elu, node.Float("alpha", 1)),
            "ThresholdedRelu" => Of(node, LstmActivation.ThresholdedRelu, node.Float("alpha", 1)),
            "HardSigmoid" => Of(node, LstmActivation.HardSigmoid, node.Float("alpha", 0.2f), node.Float("beta", 0.5f)),
            _ => Of(node, node.String("approximate", "none") switch { "none" => LstmActivation.Gelu, "tanh" => LstmActivation.GeluTanh, var other => throw node.Error($"has the approximation {Text.Quote(other)}; none or tanh was expected") }),
        };
    }

    internal static OnnxValue[] Erf(OnnxNode node) => node.Flow(0) is var flow ? [flow with { Node = new GeluPartNode(flow.Node, GeluPart.Erf, node.Origin) }] : [];

    internal static OnnxValue[] Softmax(OnnxNode node)
    {
        FlowValue flow = node.Flow(0);
        int axis = node.Axis(node.Int("axis", node.Opset < 13 ? 1 : -1), flow.Axes.Rank);
        int dimension = Values.Dimension(node, flow);

        // Before opset 13 all dimensions from the axis on are one.
        bool whole = axis == dimension ? node.Opset >= 13 || Values.Wide(Enumerable.Range(axis + 1, flow.Axes.Rank - axis - 1).SelectMany(at => flow.Axes[at])).Length == 0
            : node.Opset < 13 && axis < dimension && Values.Wide(Enumerable.Range(axis, flow.Axes.Rank - axis).Where(at => at != dimension).SelectMany(at => flow.Axes[at])).Length == 0;
        return whole ? [flow with { Node = new SoftmaxNode(flow.Node, node.Origin) }] : throw node.Error($"has the axis {axis} of {flow.Axes}; the values of a step were expected");
    }

    private static OnnxValue[] Of(OnnxNode node, LstmActivation function, float alpha = float.NaN, float beta = float.NaN)
    {
        FlowValue flow = node.Flow(0);
        if (flow.Node is CellNode or PackNode)
        {
            throw node.Error("reads a cell state, which no layer of a class does");
        }

        return [flow with { Node = new ActivationNode(flow.Node, function, alpha, beta, node.Origin) }];
    }
}
