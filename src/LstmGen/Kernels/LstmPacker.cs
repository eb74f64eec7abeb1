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
            int row = panels.Gates * width;
            int units = Math.Min(width, hidden - unit);
            for (int gate = 0; gate < panels.Gates; gate++)
            {
                Span<float> column = packed[(gate * width)..];
                int source = (gate * hidden) + unit;
                PackBias(layer, source, units, column);
                Transposition.Copy(layer.WeightIh.AsSpan(source * inputs), inputs, units, inputs, column[row..], row);
                Transposition.Copy(layer.WeightHh.AsSpan(source * hidden), hidden, units, hidden, column[(row * (1 + inputs))..], row);
            }

            packed = packed[(row * (1 + inputs + hidden))..];
            packed = PackPeephole(layer.PeepholeI, unit, units, width, packed);
            packed = PackPeephole(layer.PeepholeF, unit, units, width, packed);
            packed = PackPeephole(layer.PeepholeO, unit, units, width, packed);
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

    private static void PackBias(LstmLayerParameters layer, int source, int units, Span<float> packed)
    {
        if (layer.BiasIh.Length == 0)
        {
            return;
        }

        for (int unit = 0; unit < units; unit++)
        {
            packed[unit] = layer.BiasIh[source + unit] + layer.BiasHh[source + unit];
        }
    }

    /// <summary>One row of a panel, where the gate has a peephole; gives what follows.</summary>
    private static Span<float> PackPeephole(float[] weights, int unit, int units, int width, Span<float> packed)
    {
        if (weights.Length == 0)
        {
            return packed;
        }

        weights.AsSpan(unit, units).CopyTo(packed);
        return packed[width..];
    }
}
