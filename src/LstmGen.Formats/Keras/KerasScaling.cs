namespace LstmGen.Formats;

/// <summary>A dense layer, as PyTorch has its weights: [units, inputs].</summary>
internal sealed class KerasDense(int units, float[] weight, float[]? bias)
{
    internal DenseAttribute Attribute { get; init; } = new(units);

    internal float[] Weight { get; } = weight;

    internal float[]? Bias { get; } = bias;
}

/// <summary>Batch normalisation as it is outside of training, y = scale x + shift for each value, which a linear layer before or behind it takes up.</summary>
internal sealed class KerasScaling
{
    private readonly double[] _scale;
    private readonly double[] _shift;

    private KerasScaling(KerasLayer layer, double[] scale, double[] shift) => (Layer, _scale, _shift) = (layer, scale, shift);

    internal KerasLayer Layer { get; }

    internal int Width => _scale.Length;

    /// <summary>Reads the layer.</summary>
    internal static KerasScaling Of(ModelBytes file, KerasLayer layer, KerasWeights weights, int width)
    {
        layer.Allow(
            "axis", "momentum", "epsilon", "center", "scale", "beta_initializer", "gamma_initializer", "moving_mean_initializer", "moving_variance_initializer", "beta_regularizer",
            "gamma_regularizer", "beta_constraint", "gamma_constraint", "synchronized", "renorm", "virtual_batch_size", "fused", "mode");
        bool scales = layer.Truth("scale", true), centers = layer.Truth("center", true);
        if (layer.Get("axis") is { } axis && axis.GetRawText().Trim('[', ']', ' ') is not ("-1" or "2"))
        {
            throw layer.Error($"has axis = {SafeText.Plain(axis.GetRawText())}; the last, -1, was expected.");
        }

        if (layer.Truth("renorm"))
        {
            throw layer.Error("has renorm = true; false was expected.");
        }

        double epsilon = layer.Number("epsilon") ?? 1e-3;
        List<string> names = [.. scales ? ["gamma"] : Array.Empty<string>(), .. centers ? ["beta"] : Array.Empty<string>(), "moving_mean", "moving_variance"];
        NamedTensor[] tensors = weights.Of(layer, "", false, [.. names]);
        width = width > 0 ? width : tensors[0].Shape is [> 0 and <= ModelLimits.Values] ? (int)tensors[0].Shape[0] : throw layer.Error($"has the weights {tensors[0]}; one for each value were expected.");
        float[][] values = [.. tensors.Select(tensor =>
        {
            KerasCells.Require(layer, tensor, width);
            return tensor.Floats(file);
        })];
        float[] mean = values[^2], variance = values[^1];
        double[] scale = new double[width], shift = new double[width];
        for (int at = 0; at < width; at++)
        {
            scale[at] = (scales ? values[0][at] : 1.0) / Math.Sqrt(variance[at] + epsilon);
            shift[at] = (centers ? values[scales ? 1 : 0][at] : 0.0) - (mean[at] * scale[at]);
            if (!double.IsFinite(scale[at]))
            {
                throw layer.Error($"has the variance {variance[at]} and epsilon {epsilon}; a sum above 0 was expected.");
            }
        }

        return new KerasScaling(layer, scale, shift);
    }

    /// <summary>A linear layer that this follows.</summary>
    internal KerasDense Behind(KerasDense dense)
    {
        int columns = dense.Weight.Length / Width;
        float[] weight = [.. dense.Weight.Select((value, at) => (float)(value * _scale[at / columns]))];
        float[] bias = [.. _scale.Select((scale, at) => (float)((scale * (dense.Bias?[at] ?? 0)) + _shift[at]))];
        return new KerasDense(Width, weight, bias) { Attribute = dense.Attribute };
    }

    /// <summary>A layer that reads what this gives.</summary>
    internal KerasDense Before(KerasDense dense) => new(dense.Attribute.Units, Scaled(dense.Weight), Shifted(dense.Weight, dense.Bias)) { Attribute = dense.Attribute };

    /// <summary>Recurrent layers, likewise: no step reads anything but what is scaled.</summary>
    internal LayerTensors Before(LayerTensors layer)
        => layer with { InputWeights = Scaled(layer.InputWeights), InputBias = Shifted(layer.InputWeights, layer.InputBias) };

    private float[] Scaled(float[] weight) => [.. weight.Select((value, at) => (float)(value * _scale[at % Width]))];

    private float[] Shifted(float[] weight, float[]? bias)
    {
        float[] result = new float[weight.Length / Width];
        for (int row = 0; row < result.Length; row++)
        {
            double sum = bias?[row] ?? 0;
            for (int column = 0; column < Width; column++)
            {
                sum += weight[(row * Width) + column] * _shift[column];
            }

            result[row] = (float)sum;
        }

        return result;
    }
}
