using System.Text;

namespace LstmGen.Training;

/// <summary>Initial values of a block's parameters: functions of the seed, the name and the index alone.</summary>
internal static class BlockValues
{
    internal static ulong Key(ulong seed, string name)
    {
        // FNV-1a, for string.GetHashCode differs from run to run.
        ulong hash = 14695981039346656037;
        foreach (byte letter in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return CounterRandom.Key(seed, hash);
    }

    /// <summary>Uniform in -bound up to bound.</summary>
    internal static float[] Uniform(IReadOnlyList<long> dimensions, ulong key, double bound)
    {
        float[] values = new float[LstmTrainable.CountOf(dimensions)];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = (float)(bound * ((2.0 * CounterRandom.Uniform(key, (ulong)index)) - 1));
        }

        return values;
    }

    /// <summary>The standard normal distribution.</summary>
    internal static float[] Normal(IReadOnlyList<long> dimensions, ulong key)
    {
        float[] values = new float[LstmTrainable.CountOf(dimensions)];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = CounterRandom.Normal(key, (ulong)index);
        }

        return values;
    }

    /// <summary>One value throughout.</summary>
    internal static float[] All(int count, float value)
    {
        float[] values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
