namespace LstmGen.Kernels;

/// <summary>Rearranges weights from PyTorch's layout into panels.</summary>
internal static class LstmPacker
{
    /// <summary>Writes every panel of a use; lanes past its units stay zero.</summary>
    internal static void PackUse(LstmPartParameters part, LstmUse use, LstmParts parts, Span<float> packed)
    {
        if (use.Numbers != LstmNumbers.Single)
        {
            NarrowPacker.PackUse(part, use, parts, packed);
            return;
        }

        (int inputs, int recurrence, int hidden) = use.Sizes(parts);
        LstmPanels panels = use.Panels;
        ReadOnlySpan<float> inputWeights = use.Matrix(part);
        ReadOnlySpan<float[]> biases = use.Biases(part, parts);
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
                PackBias(biases, use.FirstRow(parts) + source, units, column);
                if (use.Role == LstmUseRole.Hidden && parts.All[use.Part].Cell.Heads is var heads && heads > 1)
                {
                    PackHeads(inputWeights, inputs / heads, sum * hidden, unit, units, column[row..], row);
                    continue;
                }

                Transposition.Copy(inputWeights[(source * inputs)..], inputs, units, inputs, column[row..], row);
                if (recurrence > 0)
                {
                    Transposition.Copy(part.RecurrentWeights.AsSpan(source * recurrence), recurrence, units, recurrence, column[(row * (1 + inputs))..], row);
                }
            }

            packed = packed[(row * (1 + inputs + recurrence))..];
            for (int vector = 0; vector < panels.Vectors; vector++)
            {
                Span<float> values = part.VectorRow(parts.All[use.Part], vector);
                if (values.Length > 0)
                {
                    values.Slice(unit, units).CopyTo(packed);
                }

                packed = packed[width..];
            }
        }
    }

    /// <summary>Units of a panel whose heads read no h but their own: other rows stay zero.</summary>
    private static void PackHeads(ReadOnlySpan<float> weights, int columns, int firstRow, int unit, int units, Span<float> packed, int stride)
    {
        for (int at = unit, next; at < unit + units; at = next)
        {
            int head = at / columns;
            next = Math.Min(unit + units, (head + 1) * columns);
            Transposition.Copy(weights[((firstRow + at) * columns)..], columns, next - at, columns, packed[((head * columns * stride) + at - unit)..], stride);
        }
    }

    /// <summary>Weight rows padded to 16 floats, then the bias.</summary>
    internal static void PackHead(LstmPartParameters head, LstmPart sizes, Span<float> packed)
    {
        int stride = LstmStateLayout.Round16(sizes.Features);
        for (int output = 0; output < sizes.Outputs; output++)
        {
            head.InputWeights.AsSpan(output * sizes.Features, sizes.Features).CopyTo(packed[(output * stride)..]);
        }

        if (sizes.Bias)
        {
            head.Biases[0].CopyTo(packed[(sizes.Outputs * stride)..]);
        }
    }

    /// <summary>The sum of the biases of some units.</summary>
    internal static void PackBias(ReadOnlySpan<float[]> biases, int source, int units, Span<float> packed)
    {
        if (biases.Length == 0)
        {
            return;
        }

        biases[0].AsSpan(source, units).CopyTo(packed);
        foreach (float[] bias in biases[1..])
        {
            for (int unit = 0; unit < units; unit++)
            {
                packed[unit] += bias[source + unit];
            }
        }
    }
}
