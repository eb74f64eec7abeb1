using System.Globalization;

namespace LstmGen;

/// <summary>One tensor of a model: its name and shape, and where its values are kept.</summary>
/// <param name="Name">PyTorch's name, prefix included; with coupled gates <c>_fgo</c> before the layer's number.</param>
/// <param name="Dimensions">[rows, columns] of a matrix, [rows] of a vector.</param>
/// <param name="Layer">0 is the first; Layers is the head.</param>
/// <param name="Role">0 to 3: weight_ih (or the head's weight), weight_hh, bias_ih (or the head's bias), bias_hh; 4 to 6: peephole_i, peephole_f, peephole_o.</param>
internal sealed record LstmNamedParameter(string Name, long[] Dimensions, int Layer, int Role)
{
    /// <summary>The array of the parameters that holds the values.</summary>
    internal float[] Values(LstmParameters parameters)
    {
        if (Layer == parameters.Layers.Length)
        {
            return Role == 0 ? parameters.HeadWeight : parameters.HeadBias;
        }

        LstmLayerParameters layer = parameters.Layers[Layer];
        return Role switch
        {
            0 => layer.WeightIh,
            1 => layer.WeightHh,
            2 => layer.BiasIh,
            3 => layer.BiasHh,
            4 => layer.PeepholeI,
            5 => layer.PeepholeF,
            _ => layer.PeepholeO,
        };
    }
}

/// <summary>The tensors a shape needs, in PyTorch's order of parameters.</summary>
/// <remarks>Where gates are coupled the names say so, <c>weight_ih_fgo_l0</c>: PyTorch's GRU has tensors of 3H rows by the names of its LSTM.
/// Plain on purpose, as all that a model's constructor calls: in a new process each generic instance, lambda or
/// interpolated string would cost compile time there.</remarks>
internal static class LstmParameterNames
{
    /// <summary>Names and shapes of every parameter.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="prefix">Before the layers' names.</param>
    /// <param name="head">Before the head's names.</param>
    /// <param name="cell">LSTMCell's names for a single layer, without <c>_l0</c>.</param>
    internal static List<LstmNamedParameter> List(LstmShape shape, string prefix, string head, bool cell = false)
    {
        var list = new List<LstmNamedParameter>((7 * shape.Layers) + 2);
        long rows = (long)shape.Gates * shape.Hidden;
        string gates = shape.CoupledGates ? WeightHints.CoupledRows : "";
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            string suffix = cell ? "" : "_l" + layer.ToString(CultureInfo.InvariantCulture);
            string rowsSuffix = gates + suffix;
            list.Add(new(prefix + "weight_ih" + rowsSuffix, [rows, shape.LayerInput(layer)], layer, 0));
            list.Add(new(prefix + "weight_hh" + rowsSuffix, [rows, shape.Hidden], layer, 1));
            if (shape.Bias)
            {
                list.Add(new(prefix + "bias_ih" + rowsSuffix, [rows], layer, 2));
                list.Add(new(prefix + "bias_hh" + rowsSuffix, [rows], layer, 3));
            }

            if (shape.Peepholes)
            {
                if (!shape.CoupledGates)
                {
                    list.Add(new(prefix + "peephole_i" + suffix, [shape.Hidden], layer, 4));
                }

                list.Add(new(prefix + "peephole_f" + suffix, [shape.Hidden], layer, 5));
                list.Add(new(prefix + "peephole_o" + suffix, [shape.Hidden], layer, 6));
            }
        }

        if (shape.HasHead)
        {
            list.Add(new(head + "weight", [shape.Output, shape.Hidden], shape.Layers, 0));
            if (shape.Bias)
            {
                list.Add(new(head + "bias", [shape.Output], shape.Layers, 2));
            }
        }

        return list;
    }
}
