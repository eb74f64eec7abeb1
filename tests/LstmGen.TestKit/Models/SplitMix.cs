namespace LstmGen.TestKit.Models;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): the test data of a seed are the same on every machine, because every value
/// is an integer times a power of two and no library function makes them.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    internal ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in 0..limit - 1.</summary>
    internal int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>Uniform in (-scale, scale), never 0, with 23 significant bits where <paramref name="scale"/> is a power of two.</summary>
    internal float Signed(float scale)
    {
        int odd = (Below(1 << 23) << 1) - ((1 << 23) - 1);
        return odd * (1f / (1 << 23)) * scale;
    }

    internal float[] Fill(long length, float scale)
    {
        var values = new float[length];
        for (long index = 0; index < length; index++)
        {
            values[index] = Signed(scale);
        }

        return values;
    }
}
