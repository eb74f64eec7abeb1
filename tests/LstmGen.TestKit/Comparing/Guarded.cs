namespace LstmGen.TestKit.Comparing;

/// <summary>Buffers between guards, so that a float read or written outside them shows.</summary>
internal static class Guarded
{
    /// <summary>Floats before and after each buffer: more than any vector register holds.</summary>
    private const int Margin = 35;

    /// <summary>NaNs of distinct payload, so that a copy of one shows as well as its loss.</summary>
    private const uint Sentinel = 0x7FA5_0000;

    /// <summary>The values with guards before and after them.</summary>
    internal static float[] Copy(ReadOnlySpan<float> values)
    {
        var surrounded = new float[values.Length + (2 * Margin)];
        for (int index = 0; index < surrounded.Length; index++)
        {
            surrounded[index] = BitConverter.UInt32BitsToSingle(Guard(index));
        }

        values.CopyTo(surrounded.AsSpan(Margin));
        return surrounded;
    }

    /// <summary>The values between the guards.</summary>
    internal static Span<float> Inside(float[] surrounded) => surrounded.AsSpan(Margin, surrounded.Length - (2 * Margin));

    internal static void AssertIntact(float[] surrounded, string buffer)
    {
        for (int index = 0; index < surrounded.Length; index = index == Margin - 1 ? surrounded.Length - Margin : index + 1)
        {
            uint bits = BitConverter.SingleToUInt32Bits(surrounded[index]);
            Assert.True(
                bits == Guard(index),
                $"{buffer}: the guard at {index - Margin} is 0x{bits:X8} now; the buffer holds {surrounded.Length - (2 * Margin)} floats");
        }
    }

    private static uint Guard(int index) => Sentinel + (uint)(index % 4096);
}
