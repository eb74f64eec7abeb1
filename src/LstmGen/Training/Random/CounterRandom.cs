namespace LstmGen.Training;

/// <summary>
/// Random numbers without a state: each is a function of a key and a counter, so that neither threads nor the order in which they are
/// asked for show, and a checkpoint has nothing to keep but the counter.
/// </summary>
/// <remarks>The mixing function and the increment are those of <see cref="SplitMix64"/>.</remarks>
internal static class CounterRandom
{
    /// <summary>A key for one use out of what tells it from the others: a seed, then a pass, a layer, a kind ... Their order counts.</summary>
    internal static ulong Key(params ReadOnlySpan<ulong> parts)
    {
        ulong key = 0;
        foreach (ulong part in parts)
        {
            key = SplitMix64.Mix((key ^ part) + SplitMix64.Increment);
        }

        return key;
    }

    /// <summary>64 random bits.</summary>
    internal static ulong Bits(ulong key, ulong counter) => SplitMix64.Mix(key + (counter + 1) * SplitMix64.Increment);

    /// <summary>A multiple of 2^-24 in [0, 1).</summary>
    internal static float Uniform(ulong key, ulong counter) => (Bits(key, counter) >> 40) * (1f / (1 << 24));

    /// <summary>0 to bound - 1, each equally likely; bound is at least 1.</summary>
    internal static int Below(ulong key, ulong counter, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);

        // The upper word of a product (Lemire, Fast Random Integer Generation in an Interval, 2019); the few bits that would favour some
        // numbers are drawn anew under a key of their own.
        ulong high = Math.BigMul(Bits(key, counter), (ulong)bound, out ulong low);
        if (low < (ulong)bound)
        {
            ulong unfair = (0 - (ulong)bound) % (ulong)bound;
            for (ulong attempt = 0; low < unfair; attempt++)
            {
                high = Math.BigMul(Bits(Key(key, counter), attempt), (ulong)bound, out low);
            }
        }

        return (int)high;
    }

    /// <summary>A number of the standard normal distribution, by Marsaglia's polar method.</summary>
    internal static float Normal(ulong key, ulong counter)
    {
        ulong own = Key(key, counter);
        for (ulong attempt = 0; ; attempt++)
        {
            ulong bits = Bits(own, attempt);
            double x = (int)(bits >> 32) * (1.0 / (1L << 31));
            double y = (int)bits * (1.0 / (1L << 31));
            double square = x * x + y * y;
            if (square is > 0 and < 1)
            {
                return (float)(x * Math.Sqrt(-2 * DoubleMath.Log(square) / square));
            }
        }
    }

    /// <summary>Puts the values into one of all their orders, each equally likely (Fisher and Yates).</summary>
    internal static void Shuffle(Span<int> values, ulong key)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = Below(key, (ulong)last, last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }
}
