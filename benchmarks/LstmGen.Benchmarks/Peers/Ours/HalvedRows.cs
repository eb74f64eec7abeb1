namespace LstmGen.Benchmarks.Peers.Ours;

/// <summary>Half of the rows of [.., B, features] buffers: the first B / 2 or the others.</summary>
internal readonly struct HalvedRows(int batch, int half)
{
    internal int Count => half == 0 ? batch / 2 : batch - (batch / 2);

    private int First => half == 0 ? 0 : batch / 2;

    /// <summary>These rows alone, of [blocks, B, features] the [blocks, Count, features].</summary>
    internal float[] Take(ReadOnlySpan<float> all, int features)
    {
        int blocks = all.Length / (batch * features);
        var taken = new float[blocks * Count * features];
        for (int block = 0; block < blocks; block++)
        {
            all.Slice(((block * batch) + First) * features, Count * features).CopyTo(taken.AsSpan(block * Count * features));
        }

        return taken;
    }

    /// <summary>Puts them back.</summary>
    internal void Put(ReadOnlySpan<float> taken, int features, Span<float> all)
    {
        int blocks = taken.Length / (Count * features);
        for (int block = 0; block < blocks; block++)
        {
            taken.Slice(block * Count * features, Count * features).CopyTo(all[(((block * batch) + First) * features)..]);
        }
    }
}
