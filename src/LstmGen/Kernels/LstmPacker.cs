namespace LstmGen.Kernels;

/// <summary>Rearranges weights from PyTorch's layout into panels.</summary>
internal static class LstmPacker
{
    /// <summary>Writes every panel of a layer; lanes past Hidden stay zero.</summary>
    internal static void PackLayer(LstmLayerParameters layer, int inputs, int hidden, LstmPanels panels, Span<float> packed)
    {
        for (int panel = 0; panel < panels.Count + (panels.Tail > 0 ? 1 : 0); panel++)
        {
            int width = panel < panels.Count ? panels.Width : panels.Tail;
            int unit = panel * panels.Width;
            int row = panels.Sums * width;
            int units = Math.Min(width, hidden - unit);
            for (int sum = 0; sum < panels.Sums; sum++)
            {
                Span<float> column = packed[(sum * width)..];
                int source = (sum * hidden) + unit;
                PackBias(layer, source, units, column);
                Transposition.Copy(layer.InputWeights.AsSpan(source * inputs), inputs, units, inputs, column[row..], row);
                Transposition.Copy(layer.RecurrentWeights.AsSpan(source * hidden), hidden, units, hidden, column[(row * (1 + inputs))..], row);
            }

            packed = packed[(row * (1 + inputs + hidden))..];
            for (int vector = 0; vector < panels.Vectors; vector++)
            {
                layer.Vectors[vector].AsSpan(unit, units).CopyTo(packed);
                packed = packed[width..];
            }
        }
    }

    /// <summary>Weight rows padded to <paramref name="stride"/>, then the bias.</summary>
    internal static void PackHead(LstmParameters parameters, int stride, Span<float> packed)
    {
        LstmShape shape = parameters.Shape;
        for (int output = 0; output < shape.Output; output++)
        {
            parameters.HeadWeight.AsSpan(output * shape.Hidden, shape.Hidden).CopyTo(packed[(output * stride)..]);
        }

        parameters.HeadBias.CopyTo(packed[(shape.Output * stride)..]);
    }

    /// <summary>The sum of the biases of some units.</summary>
    internal static void PackBias(LstmLayerParameters layer, int source, int units, Span<float> packed)
    {
        if (layer.Biases.Length == 0)
        {
            return;
        }

        layer.Biases[0].AsSpan(source, units).CopyTo(packed);
        foreach (float[] bias in layer.Biases.AsSpan(1))
        {
            for (int unit = 0; unit < units; unit++)
            {
                packed[unit] += bias[source + unit];
            }
        }
    }
}
