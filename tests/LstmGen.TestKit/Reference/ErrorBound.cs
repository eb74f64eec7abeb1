using System.Numerics;

namespace LstmGen.TestKit.Reference;

/// <summary>
/// How far float kernels may lie from the double reference. Error of a tensor = max|x - ref| / max|ref|.
/// </summary>
/// <remarks>
/// <para>With u = 2^-24 and K = the longest sum of a layer (inputs, hidden units, bias): a chain of K fused multiply-adds
/// rounds K times; the roundings are independent, so they add like a random walk, about sqrt(K) u of the size of the
/// partial sums (the worst case K u is never approached, and would hide mistakes). An accurate activation adds at most
/// 2.5 ULP = 5 u, the update of c and h a few u more: 16 + 2 sqrt(K) in one step.</para>
/// <para>The error of a step is carried on by c, damped by f below 1, and by h, damped for weights in PyTorch's initial
/// range (rms gain about 0.6); those of T steps are independent and add to at most sqrt(T) of one. Every layer above
/// passes on its input's error and adds its own: factor L.</para>
/// <para>Fast activations are off by up to 2e-6 each; that error is systematic, not random, so it may add up with T
/// until the forgetting of c bounds it: about 8 steps.</para>
/// <para>A tensor of very few values can be small by cancellation alone; its divisor is taken no smaller than
/// <see cref="Floor"/>. Both bounds hold for weights within PyTorch's initial range; stronger weights can be chaotic.</para>
/// </remarks>
internal static class ErrorBound
{
    internal const double Floor = 1.0 / 32;

    private const double Unit = 1.0 / (1 << 24);
    private const double FastActivation = 2e-6;

    internal static double Of(LstmShape shape, int steps)
    {
        double longest = Math.Max(shape.Input, shape.Layers > 1 ? shape.Hidden : 0) + shape.Hidden + 1;
        double rounding = Unit * (16 + (2 * Math.Sqrt(longest))) * Math.Sqrt(Math.Max(1, steps)) * shape.Layers;
        return shape.Activations == LstmActivations.Fast
            ? rounding + (FastActivation * Math.Clamp(steps, 1, 8) * shape.Layers)
            : rounding;
    }

    /// <summary>The error measure; infinite where a value is not finite and its reference is.</summary>
    internal static double Of(ReadOnlySpan<float> values, ReadOnlySpan<double> reference, double floor) => Of<float>(values, reference, floor);

    /// <inheritdoc cref="Of(ReadOnlySpan{float}, ReadOnlySpan{double}, double)"/>
    internal static double Of<T>(ReadOnlySpan<T> values, ReadOnlySpan<double> reference, double floor)
        where T : INumberBase<T>
    {
        double difference = 0;
        double scale = floor;
        for (int index = 0; index < values.Length; index++)
        {
            double distance = Math.Abs(double.CreateChecked(values[index]) - reference[index]);
            difference = Math.Max(difference, double.IsNaN(distance) ? double.PositiveInfinity : distance);
            scale = Math.Max(scale, Math.Abs(reference[index]));
        }

        return difference == 0 ? 0 : difference / scale;
    }
}
