namespace LstmGen.TestKit.Comparing;

/// <summary>The comparison of this suite: equal bits, where any NaN equals any NaN.</summary>
internal static class Bits
{
    internal static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {actual.Length} values, expected {expected.Length}");
        for (int index = 0; index < expected.Length; index++)
        {
            if (!Same(expected[index], actual[index]))
            {
                Assert.Fail(
                    $"{what}: value {index} of {expected.Length} is {Show(actual[index])}, expected {Show(expected[index])}");
            }
        }
    }

    internal static bool Same(float left, float right)
        => BitConverter.SingleToUInt32Bits(left) == BitConverter.SingleToUInt32Bits(right) || (float.IsNaN(left) && float.IsNaN(right));

    private static string Show(float value)
        => FormattableString.Invariant($"{value:R} (0x{BitConverter.SingleToUInt32Bits(value):X8})");
}
