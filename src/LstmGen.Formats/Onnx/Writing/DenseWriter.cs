namespace LstmGen.Formats.Onnx.Writing;

/// <summary>Writes dense layers, their activations and softmax.</summary>
internal sealed class DenseWriter(GraphWriter graph, WrittenLayers layers)
{
    /// <summary>What a layer gives.</summary>
    internal string Write(WrittenLayer layer, DenseAttribute dense, string input, int width)
    {
        float[] weight = Gates.Transpose(layers.Take(layer.Prefix + "weight", (long)dense.Units * width), dense.Units, width);
        string value = graph.Add("MatMul", [input, graph.Floats(layer.Prefix + "weight", [width, dense.Units], weight)]);
        if (dense.Bias)
        {
            value = graph.Add("Add", [value, graph.Floats(layer.Prefix + "bias", [dense.Units], layers.Take(layer.Prefix + "bias", dense.Units))]);
        }

        value = Activated(dense, value);
        value = dense.Softmax ? graph.Add("Softmax", [value], ("axis", -1L)) : value;
        if (dense.Residual && dense.Units != width)
        {
            throw layers.Error($"the residual layer {Text.Quote(layer.Name)} reads {width} values and gives {dense.Units}.");
        }

        return dense.Residual ? graph.Add("Add", [value, input]) : value;
    }

    private string Activated(DenseAttribute dense, string value)
    {
        OnnxFunction function = OnnxFunction.Of(dense.Activation, dense.Alpha, dense.Beta);
        switch (dense.Activation)
        {
            case LstmActivation.Affine:
                return Scaled(Scaled(value, "Mul", function.Alpha!.Value, 1), "Add", function.Beta!.Value, 0);
            case LstmActivation.ScaledTanh:
                return Scaled(graph.Add("Tanh", [Scaled(value, "Mul", function.Beta!.Value, 1)]), "Mul", function.Alpha!.Value, 1);
            case LstmActivation.Gelu or LstmActivation.GeluTanh:
                return Gelu(value, dense.Activation == LstmActivation.GeluTanh);
            default:
                List<(string, object)> attributes = [];
                if (function.Alpha is { } alpha)
                {
                    attributes.Add(("alpha", alpha));
                }

                if (function.Beta is { } beta)
                {
                    attributes.Add(("beta", beta));
                }

                return graph.Add(function.Name, [value], [.. attributes]);
        }
    }

    private string Scaled(string value, string operation, float constant, float nothing) => constant == nothing ? value : graph.Add(operation, [value, graph.Scalar(constant)]);

    /// <summary>A node of its own from opset 20 on, before that written out.</summary>
    private string Gelu(string value, bool tanh)
    {
        if (graph.Opset >= 20)
        {
            return graph.Add("Gelu", [value], ("approximate", tanh ? "tanh" : "none"));
        }

        string gate;
        if (tanh)
        {
            string cube = graph.Add("Mul", [graph.Add("Mul", [value, value]), value]);
            string sum = graph.Add("Add", [value, graph.Add("Mul", [cube, graph.Scalar(0.044715f)])]);
            gate = graph.Add("Tanh", [graph.Add("Mul", [sum, graph.Scalar(0.7978845608f)])]);
        }
        else
        {
            gate = graph.Add("Erf", [graph.Add("Mul", [value, graph.Scalar(0.70710678118f)])]);
        }

        return graph.Add("Mul", [graph.Add("Mul", [value, graph.Add("Add", [gate, graph.Scalar(1)])]), graph.Scalar(0.5f)]);
    }
}
