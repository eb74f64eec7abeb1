using LstmGen.Training;

namespace LstmGen.Kernels;

/// <summary>Softmax of a row: exponentials are floats, their sum is double, 16 partial sums by index mod 16.</summary>
internal static class SoftmaxRow
{
    /// <summary>y = exp(x - max) / the sum of these.</summary>
    internal static void Apply(ReadOnlySpan<float> x, Span<float> y)
    {
        double sum = SoftmaxLoss.Exponentials(x, y);
        LaneKernel.Run(new LstmClipping.ScaleKernel(y, (float)(1 / sum)), y.Length);
    }

    /// <summary>dx = y (dy - the sum of y dy).</summary>
    internal static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        PartialSums sums = default;
        for (int at = 0; at < y.Length; at++)
        {
            sums.Add(at, (double)y[at] * dy[at]);
        }

        double mean = sums.Fold();
        for (int at = 0; at < y.Length; at++)
        {
            dx[at] = (float)(y[at] * (dy[at] - mean));
        }
    }
}
