using LstmGen.Training;

namespace LstmGen.Tests.Training.Blocks;

/// <summary>What tests of blocks share.</summary>
internal static class BlockRuns
{
    /// <summary>Every width of vectors with some numbers of threads.</summary>
    internal static IEnumerable<(MatrixKernels Kernels, int Threads)> Widths
        => from kernels in MatrixKernels.All from threads in new[] { 1, 2, 3 } select (kernels, threads);

    internal static float[] Floats(int seed, int count, double scale = 2) => Trainables.Floats(new Random(seed), count, scale);

    internal static void SameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int index = 0; index < found.Length; index++)
        {
            Assert.True(
                BitConverter.SingleToUInt32Bits(expected[index]) == BitConverter.SingleToUInt32Bits(found[index]),
                FormattableString.Invariant($"{what}[{index}] is {found[index]:R}; {expected[index]:R} was expected."));
        }
    }

    /// <summary>Fails where a value is off by more than the tolerance, relative to the value where that is above 1.</summary>
    internal static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<float> found, string what, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int index = 0; index < found.Length; index++)
        {
            double off = Math.Abs(found[index] - expected[index]) / Math.Max(1, Math.Abs(expected[index]));
            Assert.True(off <= tolerance, FormattableString.Invariant($"{what}[{index}] is {found[index]:R}; {expected[index]:R} was expected, off by {off:E1}."));
        }
    }

    /// <summary>Central differences of a loss in double over some values.</summary>
    internal static double[] Differences(ReadOnlySpan<float> values, Func<double[], double> loss)
    {
        double[] at = [.. values.ToArray().Select(value => (double)value)], gradients = new double[at.Length];
        for (int index = 0; index < at.Length; index++)
        {
            double value = at[index], step = 1e-5;
            at[index] = value + step;
            double above = loss(at);
            at[index] = value - step;
            gradients[index] = (above - loss(at)) / (2 * step);
            at[index] = value;
        }

        return gradients;
    }

    internal static double[] Wide(ReadOnlySpan<float> values) => [.. values.ToArray().Select(value => (double)value)];
}
