namespace LstmGen.Kernels;

/// <summary>A row of weights as integers: value = integer x scale, with the widest scale by which no sum of its products can overflow, whatever it is multiplied with.</summary>
internal static class NarrowRow
{
    /// <summary>Of 16-bit weights the sum of all magnitudes of a row, at most: times the largest value it stays within 32 bits with a sign.</summary>
    internal const int MostOfRow = int.MaxValue / LstmNarrow.Largest16;

    /// <summary>
    /// Of 8-bit weights the sum of the magnitudes of a pair, at most: instructions add the products of two neighbours within 16 bits with a sign, and take values as 1 to 255.
    /// </summary>
    internal const int MostOfPair = short.MaxValue / (LstmNarrow.Largest8 + 128);

    // What a scale gives way by where rounding took a sum past its bound.
    private const double Less = 1 - (1d / 4096);

    /// <summary>Rounds a row; NaN for its scale where a weight is not finite.</summary>
    internal static float Round(ReadOnlySpan<float> weights, LstmNumbers numbers, Span<int> integers)
    {
        double largest = 0, sum = 0, pair = 0;
        for (int at = 0; at < weights.Length; at++)
        {
            double magnitude = Math.Abs((double)weights[at]);
            if (!double.IsFinite(magnitude))
            {
                integers.Clear();
                return float.NaN;
            }

            largest = Math.Max(largest, magnitude);
            sum += magnitude;
            pair = Math.Max(pair, magnitude + (at % 2 == 1 ? Math.Abs((double)weights[at - 1]) : 0));
        }

        if (numbers == LstmNumbers.Int8 && Known(weights, largest, integers) is > 0 and var known)
        {
            return known;
        }

        double inverse = numbers == LstmNumbers.Int16 ? Math.Min(short.MaxValue / largest, MostOfRow / sum) : Math.Min(sbyte.MaxValue / largest, MostOfPair / pair);
        float scale = (float)(1 / inverse);
        if (!float.IsNormal(scale))
        {
            integers.Clear();
            return 0;
        }

        while (!Fits(weights, scale, numbers, integers))
        {
            inverse *= Less;
            scale = (float)(1 / inverse);
        }

        return scale;
    }

    /// <summary>The scale of a row that is integers times a scale of 16 bits already, as one from a file of integers: those integers and that scale again. 0 for others.</summary>
    private static float Known(ReadOnlySpan<float> weights, double largest, Span<int> integers)
    {
        // Products of 16 bits and 7 leave the last bit of a float 0: a row of other weights ends here, after one or two of them.
        foreach (float weight in weights)
        {
            if ((BitConverter.SingleToUInt32Bits(weight) & 1) != 0)
            {
                return 0;
            }
        }

        for (int most = sbyte.MaxValue; most > 0; most--)
        {
            float scale = (float)(largest / most);
            if ((BitConverter.SingleToUInt32Bits(scale) & 0xFF) == 0 && float.IsNormal(scale) && Fits(weights, scale, LstmNumbers.Int8, integers) && Are(weights, scale, integers))
            {
                return scale;
            }
        }

        return 0;
    }

    /// <summary>Whether weights are those integers times a scale, exactly.</summary>
    private static bool Are(ReadOnlySpan<float> weights, float scale, ReadOnlySpan<int> integers)
    {
        for (int at = 0; at < weights.Length; at++)
        {
            if (integers[at] * scale != weights[at])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Rounds by a scale; whether no sum can overflow then.</summary>
    private static bool Fits(ReadOnlySpan<float> weights, float scale, LstmNumbers numbers, Span<int> integers)
    {
        double inverse = 1 / (double)scale;
        long sum = 0;
        int largest = 0, pair = 0;
        for (int at = 0; at < weights.Length; at++)
        {
            integers[at] = (int)Math.Round(weights[at] * inverse);
            int magnitude = Math.Abs(integers[at]);
            largest = Math.Max(largest, magnitude);
            sum += magnitude;
            pair = Math.Max(pair, magnitude + (at % 2 == 1 ? Math.Abs(integers[at - 1]) : 0));
        }

        return numbers == LstmNumbers.Int16 ? largest <= short.MaxValue && sum <= MostOfRow : largest <= sbyte.MaxValue && pair <= MostOfPair;
    }
}
