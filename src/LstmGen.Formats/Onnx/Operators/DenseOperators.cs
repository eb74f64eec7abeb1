namespace LstmGen.Formats.Onnx;

/// <summary>Products with a matrix of the file.</summary>
internal static class DenseOperators
{
    internal static OnnxValue[] MatMul(OnnxNode node)
    {
        if (node.Input(0) is FlowValue && node.Input(1) is FlowValue)
        {
            throw node.Error("multiplies two values that depend on the inputs, which no class does");
        }

        FlowValue flow = node.Flow(0);
        OnnxTensor matrix = node.Tensor(1, "matrix");
        return matrix.Rank == 2 ? [Dense(node, flow, flow.Axes.Rank - 1, matrix, transposed: false)] : throw node.Error($"multiplies with {matrix.Shape}; a matrix was expected");
    }

    internal static OnnxValue[] Gemm(OnnxNode node)
    {
        FlowValue flow = node.Flow(0);
        OnnxTensor matrix = node.Tensor(1, "matrix");
        float alpha = node.Float("alpha", 1), beta = node.Float("beta", 1);
        bool transposed = node.Int("transB", 0) != 0;
        node.Skip("broadcast");
        if (node.Int("transA", 0) != 0 || flow.Axes.Rank != 2 || matrix.Rank != 2)
        {
            throw node.Error("turns its first matrix around, or reads other than two dimensions");
        }

        FlowValue product = Dense(node, flow, 1, alpha == 1 ? matrix : matrix with { Floats = [.. matrix.Floats.Select(value => alpha * value)] }, transposed);
        if (!node.Has(2))
        {
            return [product];
        }

        OnnxTensor bias = node.Tensor(2, "bias");
        if (bias.Floats.Length != product.Node.Width && !bias.IsScalar)
        {
            throw node.Error($"has a bias {bias.Shape} for {product.Node.Width} values");
        }

        return [ArithmeticOperators.Scaled(node, product, [1], beta == 1 ? bias.Floats : [.. bias.Floats.Select(value => beta * value)])];
    }

    /// <summary>A convolution of one place is a dense layer of the channels.</summary>
    internal static OnnxValue[] Convolution(OnnxNode node)
    {
        OnnxTensor kernel = node.Tensor(1, "kernel");
        IReadOnlyList<long> strides = node.Ints("strides") ?? [], pads = node.Ints("pads") ?? [], dilations = node.Ints("dilations") ?? [], shape = node.Ints("kernel_shape") ?? [];
        string padding = node.String("auto_pad", "NOTSET");
        if (kernel.Rank < 3 || kernel.Dimensions.Skip(2).Any(size => size != 1) || strides.Concat(shape).Any(each => each != 1) || pads.Any(each => each != 0) || node.Int("group", 1) != 1)
        {
            throw node.Error("is of an operator that no class has, unless its kernel is of one place; use From and To to read the part of the graph without it");
        }

        _ = (padding, dilations); // without effect on one place
        FlowValue flow = node.Flow(0);
        if (flow.Axes.Rank != kernel.Rank)
        {
            throw node.Error($"reads {flow.Axes}; {kernel.Rank} dimensions were expected");
        }

        FlowValue product = Dense(node, flow, 1, kernel.Reshape(kernel.Dimensions[0], kernel.Dimensions[1]), transposed: true);
        return [node.Has(2) ? ArithmeticOperators.Scaled(node, product, [1], Bias(node, node.Tensor(2, "bias"), product.Node.Width)) : product];
    }

    private static float[] Bias(OnnxNode node, OnnxTensor bias, int width) => bias.Floats.Length == width ? bias.Floats : throw node.Error($"has a bias {bias.Shape} for {width} values");

    private static FlowValue Dense(OnnxNode node, FlowValue flow, int dimension, OnnxTensor matrix, bool transposed)
    {
        (long features, long units) = transposed ? (matrix.Dimensions[1], matrix.Dimensions[0]) : (matrix.Dimensions[0], matrix.Dimensions[1]);
        if (States.IsState(flow.Node) && flow.Node is CellNode or PackNode)
        {
            throw node.Error("reads a cell state, which no layer of a class does");
        }

        Values.Require(node, flow, dimension);
        if (ArithmeticOperators.Width(node, flow, features) != features || units is < 1 or > 65536)
        {
            throw node.Error($"multiplies {flow.Node.Width} values with {matrix.Shape}");
        }

        node.Context.Budget.Take(transposed ? 0 : 4L * matrix.Floats.Length);
        float[] weight = transposed ? matrix.Floats : Gates.Transpose(matrix.Floats, (int)features, (int)units);
        Axis result = new(units, $"{units} units", AxisRole.Feature);
        return new(new DenseNode(flow.Node, weight, (int)units, node.Origin) { Values = [result] }, flow.Axes.With(dimension, result));
    }
}
