namespace LstmGen;

/// <summary>One tensor of a model: its name and shape, and where its values are kept.</summary>
/// <param name="Name">PyTorch's name, prefix included.</param>
/// <param name="Dimensions">[rows, columns] of a matrix, [rows] of a vector.</param>
/// <param name="Values">The array of the parameters that holds it.</param>
internal readonly record struct LstmNamedParameter(string Name, long[] Dimensions, Func<LstmParameters, float[]> Values);

/// <summary>The tensors a shape needs, in PyTorch's order of parameters.</summary>
internal static class LstmParameterNames
{
    /// <summary>Names and shapes of every parameter.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="prefix">Before the layers' names.</param>
    /// <param name="head">Before the head's names.</param>
    /// <param name="cell">LSTMCell's names for a single layer, without <c>_l0</c>.</param>
    internal static List<LstmNamedParameter> List(LstmShape shape, string prefix, string head, bool cell = false)
    {
        var list = new List<LstmNamedParameter>((4 * shape.Layers) + 2);
        long rows = 4L * shape.Hidden;
        for (int index = 0; index < shape.Layers; index++)
        {
            int layer = index;
            string suffix = cell ? "" : $"_l{layer}";
            list.Add(new($"{prefix}weight_ih{suffix}", [rows, shape.LayerInput(layer)], p => p.Layers[layer].WeightIh));
            list.Add(new($"{prefix}weight_hh{suffix}", [rows, shape.Hidden], p => p.Layers[layer].WeightHh));
            if (shape.Bias)
            {
                list.Add(new($"{prefix}bias_ih{suffix}", [rows], p => p.Layers[layer].BiasIh));
                list.Add(new($"{prefix}bias_hh{suffix}", [rows], p => p.Layers[layer].BiasHh));
            }
        }

        if (shape.HasHead)
        {
            list.Add(new($"{head}weight", [shape.Output, shape.Hidden], p => p.HeadWeight));
            if (shape.Bias)
            {
                list.Add(new($"{head}bias", [shape.Output], p => p.HeadBias));
            }
        }

        return list;
    }
}
