namespace LstmGen.Samples.Quickstart;

/// <summary>Outputs that should be equal but for rounding.</summary>
internal static class Difference
{
    private const float Bound = 1e-4f;

    /// <summary>The largest difference of two arrays of the same length.</summary>
    /// <exception cref="InvalidOperationException">It is above 1e-4, or a value is NaN.</exception>
    public static float Largest(float[] outputs, float[] expected, string whose)
    {
        float largest = 0;
        for (int n = 0; n < expected.Length; n++)
        {
            float difference = MathF.Abs(outputs[n] - expected[n]);
            largest = Math.Max(largest, difference);
            if (!(difference <= Bound))
            {
                throw new InvalidOperationException($"output {n} is {outputs[n]}, that of {whose} {expected[n]}; they should differ by {Bound} at most.");
            }
        }

        return largest;
    }
}
