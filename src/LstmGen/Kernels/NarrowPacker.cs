using System.Buffers;

namespace LstmGen.Kernels;

/// <summary>
/// Rearranges weights into panels of integers: a row of biases, of scales, of what integer sums start from, then a row for each group of terms, whose integers share the 32 bits of a lane.
/// </summary>
internal static class NarrowPacker
{
    /// <summary>Rows of a panel before those of weights.</summary>
    internal const int LeadRows = 3;

    // Values come as q + 128 where instructions want them without a sign: sums start by as much lower.
    private const int Shift = 128;

    internal static void PackUse(LstmPartParameters part, LstmUse use, LstmParts parts, Span<float> packed)
    {
        (int inputs, _, int hidden) = use.Sizes(parts);
        LstmPanels panels = use.Panels;
        int together = use.Numbers == LstmNumbers.Int16 ? 2 : 4, groups = (inputs + together - 1) / together, heads = use.Role == LstmUseRole.Hidden ? parts.All[use.Part].Cell.Heads : 1;
        ReadOnlySpan<float> matrix = use.Matrix(part);
        ReadOnlySpan<float[]> biases = use.Biases(part, parts);
        int[] rented = ArrayPool<int>.Shared.Rent(inputs);
        float[] whole = heads > 1 ? ArrayPool<float>.Shared.Rent(inputs) : [];
        Span<int> integers = rented.AsSpan(0, inputs);
        for (int panel = 0; panel < panels.Count + (panels.Tail > 0 ? 1 : 0); panel++)
        {
            int width = panel < panels.Count ? panels.Width : panels.Tail;
            int unit = panel * panels.Width, row = panels.Sums * width;
            for (int sum = 0; sum < panels.Sums; sum++)
            {
                LstmPacker.PackBias(biases, use.FirstRow(parts) + (sum * hidden) + unit, Math.Min(width, hidden - unit), packed[(sum * width)..]);
                for (int each = 0; each < Math.Min(width, hidden - unit); each++)
                {
                    ReadOnlySpan<float> weights = Row(matrix, inputs, heads, (sum * hidden) + unit + each, unit + each, whole);
                    Span<float> column = packed[(row + (sum * width) + each)..];
                    column[0] = NarrowRow.Round(weights, use.Numbers, integers);
                    int total = 0;
                    for (int group = 0; group < groups; group++)
                    {
                        int bits = 0;
                        for (int term = group * together, shift = 0; term < Math.Min(inputs, (group + 1) * together); term++, shift += 32 / together)
                        {
                            total += integers[term];
                            bits |= (together == 2 ? (ushort)integers[term] : (byte)integers[term]) << shift;
                        }

                        column[(LeadRows - 1 + group) * row] = BitConverter.Int32BitsToSingle(bits);
                    }

                    column[row] = BitConverter.Int32BitsToSingle(together == 2 ? 0 : -Shift * total);
                }
            }

            packed = packed[(row * (LeadRows + groups))..];
        }

        ArrayPool<int>.Shared.Return(rented);
        if (heads > 1)
        {
            ArrayPool<float>.Shared.Return(whole);
        }
    }

    /// <summary>The weights of a sum; where units read no h but that of their head, with zeros for the others.</summary>
    private static ReadOnlySpan<float> Row(ReadOnlySpan<float> matrix, int inputs, int heads, int row, int unit, float[] whole)
    {
        if (heads == 1)
        {
            return matrix.Slice(row * inputs, inputs);
        }

        int columns = inputs / heads;
        Span<float> all = whole.AsSpan(0, inputs);
        all.Clear();
        matrix.Slice(row * columns, columns).CopyTo(all[(unit / columns * columns)..]);
        return all;
    }
}
