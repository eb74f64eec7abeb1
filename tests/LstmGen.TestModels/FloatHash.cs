namespace LstmGen.TestModels;

/// <summary>64-bit FNV-1a over the bits of floats, every NaN counted as one and the same.</summary>
internal sealed class FloatHash
{
    private ulong _hash = 14695981039346656037;

    internal void Add(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            uint bits = float.IsNaN(value) ? 0x7FC00000 : BitConverter.SingleToUInt32Bits(value);
            for (int shift = 0; shift < 32; shift += 8)
            {
                _hash = (_hash ^ ((bits >> shift) & 0xFF)) * 1099511628211;
            }
        }
    }

    public override string ToString() => _hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
