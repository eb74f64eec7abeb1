namespace LstmGen.TestKit.Reference;

/// <summary>
/// How far gradients in float may lie from those of the double reference. Error of a tensor = max|x - ref| / max|ref|.
/// </summary>
/// <remarks>
/// <para>With u = 2^-24, as in <see cref="ErrorBound"/>: a backward step takes the activations of the forward pass with their
/// error (twice: once as the point where it differentiates, once as a factor), a sum over 4H gates, rounding 2 sqrt(4H) u, and
/// some products, 16 u; steps are independent and add to sqrt(T), layers to L. The gradient of a parameter is one chain over
/// N = T B rows: 2 sqrt(N) u more.</para>
/// <para>Fast activations: the reference differentiates the exact functions. An error of 2e-6 in s or t is one of up to 4e-6 in
/// s (1 - s) or 1 - t^2, and the errors of the gates of a step add: 8 times the bound of the forward pass.</para>
/// <para>A sum over N rows may cancel; it is then divided by no less than sqrt(N) times the floor of one row.</para>
/// </remarks>
internal static class GradientBound
{
    private const double Unit = 1.0 / (1 << 24);
    private const double FastFactor = 8;

    /// <summary>For the reference.</summary>
    internal static double Of(LstmShape shape, int steps, int batch)
    {
        LstmShape accurate = shape with { Activations = LstmActivations.Accurate };
        double fast = ErrorBound.Of(shape, steps) - ErrorBound.Of(accurate, steps);
        return Rounding(shape, steps, batch) + (FastFactor * fast);
    }

    /// <summary>For two computations in float of the same function.</summary>
    internal static double Rounding(LstmShape shape, int steps, int batch)
    {
        LstmShape accurate = shape with { Activations = LstmActivations.Accurate };
        double backward = Unit * (16 + (2 * Math.Sqrt(4 * shape.Hidden))) * Math.Sqrt(Math.Max(1, steps)) * shape.Layers;
        return (2 * ErrorBound.Of(accurate, steps)) + backward + (2 * Unit * Math.Sqrt(Math.Max(1, steps * batch)));
    }

    /// <summary>The smallest divisor of a tensor's error.</summary>
    internal static double Floor(string tensor, int steps, int batch)
        => tensor is "inputs" or "h0" or "c0" ? ErrorBound.Floor : ErrorBound.Floor * Math.Sqrt(Math.Max(1, steps * batch));

    internal static void AssertWithin(double bound, string tensor, int steps, int batch, float[] values, double[] reference)
    {
        Assert.Equal(reference.Length, values.Length);
        double error = ErrorBound.Of(values, reference, Floor(tensor, steps, batch));
        Assert.True(
            error <= bound, FormattableString.Invariant($"gradient of {tensor}: error {error:e2} exceeds the bound {bound:e2}"));
    }
}
