namespace LstmGen.Formats.Onnx;

/// <summary>The operators that are known.</summary>
internal static class OperatorTable
{
    private const string Microsoft = "com.microsoft";

    private static readonly Dictionary<(string Domain, string Operator), Func<OnnxNode, OnnxValue[]>> s_all = new()
    {
        [("", "LSTM")] = RecurrentOperators.Lstm,
        [("", "GRU")] = RecurrentOperators.Gru,
        [(Microsoft, "DynamicQuantizeLSTM")] = RecurrentOperators.QuantizedLstm,
        [("", "MatMul")] = DenseOperators.MatMul,
        [("", "Gemm")] = DenseOperators.Gemm,
        [("", "Conv")] = DenseOperators.Convolution,
        [("", "Add")] = ArithmeticOperators.Binary,
        [("", "Sub")] = ArithmeticOperators.Binary,
        [("", "Mul")] = ArithmeticOperators.Binary,
        [("", "Div")] = ArithmeticOperators.Binary,
        [("", "Sum")] = ArithmeticOperators.Binary,
        [("", "Neg")] = ArithmeticOperators.Negative,
        [("", "Pow")] = ArithmeticOperators.Power,
        [("", "BatchNormalization")] = ArithmeticOperators.BatchNormalization,
        [("", "Relu")] = ActivationOperators.Function,
        [("", "Tanh")] = ActivationOperators.Function,
        [("", "Sigmoid")] = ActivationOperators.Function,
        [("", "Softsign")] = ActivationOperators.Function,
        [("", "Softplus")] = ActivationOperators.Function,
        [("", "LeakyRelu")] = ActivationOperators.Function,
        [("", "Elu")] = ActivationOperators.Function,
        [("", "ThresholdedRelu")] = ActivationOperators.Function,
        [("", "HardSigmoid")] = ActivationOperators.Function,
        [("", "Gelu")] = ActivationOperators.Function,
        [(Microsoft, "Gelu")] = ActivationOperators.Function,
        [("", "Erf")] = ActivationOperators.Erf,
        [("", "Softmax")] = ActivationOperators.Softmax,
        [("", "ReduceMean")] = ReduceOperators.Reduce,
        [("", "ReduceMax")] = ReduceOperators.Reduce,
        [("", "ReduceSum")] = ReduceOperators.Reduce,
        [("", "Identity")] = ShapeOperators.Identity,
        [("", "Dropout")] = ShapeOperators.Dropout,
        [("", "Cast")] = ShapeOperators.Cast,
        [("", "Transpose")] = ShapeOperators.Transpose,
        [("", "Squeeze")] = ShapeOperators.Squeeze,
        [("", "Unsqueeze")] = ShapeOperators.Unsqueeze,
        [("", "Reshape")] = ShapeOperators.Reshape,
        [("", "Flatten")] = ShapeOperators.Flatten,
        [("", "Expand")] = ShapeOperators.Expand,
        [("", "Gather")] = PartOperators.Gather,
        [("", "Slice")] = PartOperators.Slice,
        [("", "Split")] = PartOperators.Split,
        [("", "Concat")] = ConcatOperator.Concat,
        [("", "Constant")] = SizeOperators.Constant,
        [("", "ConstantOfShape")] = SizeOperators.ConstantOfShape,
        [("", "Shape")] = SizeOperators.Shape,
        [("", "Size")] = SizeOperators.SizeOf,
        [("", "Equal")] = SizeOperators.Equal,
        [("", "Not")] = SizeOperators.Not,
        [("", "Where")] = SizeOperators.Where,
    };

    internal static bool Has(string domain, string name) => s_all.ContainsKey((domain, name));

    /// <summary>The outputs of a node.</summary>
    /// <exception cref="LstmFormatException">No class has the operator, or not with these attributes and inputs.</exception>
    internal static OnnxValue[] Apply(OnnxNode node, string domain)
    {
        if (!s_all.TryGetValue((domain, node.Operator), out Func<OnnxNode, OnnxValue[]>? operation))
        {
            string hint = node.Operator is "Loop" or "Scan" ? "; a graph without loops was expected" : "; From and To of the options read the part of the graph without it";
            throw node.Error($"is of an operator that no class has{(domain.Length > 0 ? $" (domain {Text.Quote(domain)})" : "")}{hint}");
        }

        if (node.Outputs == 0)
        {
            throw node.Error("has no output");
        }

        OnnxValue[] outputs = operation(node);
        node.Finish();
        return outputs.Any(output => output is FlowValue { Node.Depth: > FlowNode.MostSteps }) ? throw node.Error($"comes after more than {FlowNode.MostSteps} steps; no class is as deep") : outputs;
    }
}
