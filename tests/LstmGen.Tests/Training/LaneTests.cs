using System.Runtime.CompilerServices;
using LstmGen.Training;

namespace LstmGen.Tests.Training;

/// <summary>Every operation and every loop has the same bits with 16, 8 and 4 floats as with one.</summary>
public sealed class LaneTests
{
    private static readonly float[] Special =
    [
        0f, -0f, 1f, -1f, 2.5f, -3f, 1e-40f, -1e-45f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity,
        float.NaN, 1e30f, 7e-38f, 0.1f,
    ];

    [Fact]
    public void Operations_are_alike_in_every_width()
    {
        foreach (float[] right in Pairs())
        {
            float[] one = Operations<Lanes1>(right);
            AssertSame(one, Operations<Lanes128>(right));
            AssertSame(one, Operations<Lanes256>(right));
            AssertSame(one, Operations<Lanes512>(right));
        }
    }

    [Fact]
    public void One_lane_computes_what_floats_compute()
    {
        float[] right = [.. Special.Reverse()];
        float[] found = Operations<Lanes1>(right);
        for (int index = 0; index < Special.Length; index++)
        {
            (float a, float b) = (Special[index], right[index]);
            (uint x, uint y) = (BitConverter.SingleToUInt32Bits(a), BitConverter.SingleToUInt32Bits(b));
            float[] expected =
            [
                a + b, a - b, a * b, a / b, MathF.Sqrt(a), a < b ? 1 : 2, (int)x < (int)y ? 1 : 2, Float(x + y), Float(x - y), Float(x * y),
                Float(x ^ y), Float(x << 7), Float(x >> 9), Float((uint)((int)x >> 5)),
            ];
            AssertSame(expected, [.. expected.Select((_, operation) => found[operation * 16 + index])]);
        }
    }

    [Fact]
    public void Kernels_are_alike_in_every_width()
    {
        var sgd = new SgdOptions { LearningRate = 0.1f, Momentum = 0.9, Nesterov = true, WeightDecay = 0.1 };
        var rmsProp = new RmsPropOptions { Momentum = 0.9, Centered = true, WeightDecay = 0.1, Epsilon = 1e-3 };
        var adam = new AdamFactors(0.9f, 0.1f, 0.99f, 0.01f, 3.3f, 1e-3f, 0.01f, 0.1f, 0.99f);
        Same((width, a, b, c, d, e) => Run(width, new Sgd.Kernel(a, b, c, sgd, 0.1f, first: false), a.Length));
        Same((width, a, b, c, d, e) => Run(width, new Sgd.Kernel(a, b, default, new SgdOptions { LearningRate = 0.1f }, 0.1f, first: true), a.Length));
        Same((width, a, b, c, d, e) => Run(width, new RmsProp.Kernel(a, b, c, d, e, rmsProp, 0.1f), a.Length));
        Same((width, a, b, c, d, e) => Run(width, new RmsProp.Kernel(a, b, c, default, default, rmsProp, 0.1f), a.Length));
        Same((width, a, b, c, d, e) => Run(width, new AdamKernel(a, b, c, d, adam), a.Length));
        Same((width, a, b, c, d, e) => Run(width, new LstmClipping.ScaleKernel(a, 0.7f), a.Length));
        Same((width, a, b, c, d, e) => Run(width, new LstmClipping.ClampKernel(a, 0.4f), a.Length));
        Same((width, a, b, c, d, e) => Run(width, new SoftmaxLoss.Kernel(a, 1.5f, b), a.Length));
        Same((width, a, b, c, d, e) => Run(width, new DropoutMask.Kernel(a, 0.3f, 0x123456789ABCDEF, 7), a.Length));
    }

    private delegate void Loop(int width, Span<float> a, Span<float> b, Span<float> c, Span<float> d, Span<float> e);

    /// <summary>Lengths 0 to 70; the width comes first, single floats finish.</summary>
    private static void Same(Loop loop)
    {
        for (int length = 0; length <= 70; length++)
        {
            float[][] expected = Buffers(length);
            loop(1, expected[0], expected[1], expected[2], expected[3], expected[4]);
            foreach (int width in new[] { 0, 4, 8, 16 })
            {
                float[][] found = Buffers(length);
                loop(width, found[0], found[1], found[2], found[3], found[4]);
                for (int buffer = 0; buffer < found.Length; buffer++)
                {
                    AssertSame(expected[buffer], found[buffer]);
                }
            }
        }
    }

    private static void Run<TKernel>(int width, TKernel kernel, int length)
        where TKernel : struct, ILaneKernel, allows ref struct
    {
        if (width == 0)
        {
            LaneKernel.Run(kernel, length);
            return;
        }

        int index = width switch
        {
            4 => kernel.Run<Lanes128>(0, length),
            8 => kernel.Run<Lanes256>(0, length),
            16 => kernel.Run<Lanes512>(0, length),
            _ => 0,
        };
        Assert.Equal(length / width * width, width == 1 ? length : index);
        Assert.Equal(length, kernel.Run<Lanes1>(index, length));
    }

    /// <summary>All above 0, so that roots are of means of squares; the gradients of both signs.</summary>
    private static float[][] Buffers(int length)
    {
        var random = new Random(length);
        float[][] buffers = [.. Enumerable.Range(0, 5).Select(_ => Trainables.Floats(random, length).Select(MathF.Abs).ToArray())];
        buffers[1] = Trainables.Floats(random, length);
        return buffers;
    }

    private static float[] Operations<TLanes>(float[] rightValues)
        where TLanes : struct, ILanes<TLanes>
    {
        float[] results = new float[15 * 16];
        for (int index = 0; index < 16; index += TLanes.Count)
        {
            TLanes left = TLanes.Load(ref Special[0], index);
            TLanes right = TLanes.Load(ref rightValues[0], index);
            TLanes one = TLanes.All(1f);
            TLanes two = TLanes.AllBits(0x4000_0000);
            TLanes[] all =
            [
                left + right, left - right, left * right, left / right, TLanes.Sqrt(left), TLanes.Select(TLanes.Less(left, right), one, two),
                TLanes.Select(TLanes.LessBits(left, right), one, two), TLanes.AddBits(left, right), TLanes.SubtractBits(left, right),
                TLanes.MultiplyBits(left, right), TLanes.XorBits(left, right), TLanes.ShiftLeftBits(left, 7), TLanes.ShiftRightBits(left, 9),
                TLanes.ShiftRightSigned(left, 5), TLanes.AddBits(TLanes.Indices, TLanes.AllBits((uint)index)),
            ];
            foreach ((int operation, TLanes result) in all.Index())
            {
                TLanes.Store(result, ref results[operation * 16], index);
            }
        }

        return results;
    }

    private static IEnumerable<float[]> Pairs()
        => Enumerable.Range(0, Special.Length).Select(shift => Special.Select((_, index) => Special[(index + shift) % Special.Length]).ToArray());

    private static float Float(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    /// <summary>The same bits; any NaN equals any NaN.</summary>
    private static void AssertSame(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int index = 0; index < found.Length; index++)
        {
            Assert.True(
                BitConverter.SingleToUInt32Bits(expected[index]) == BitConverter.SingleToUInt32Bits(found[index])
                    || (float.IsNaN(expected[index]) && float.IsNaN(found[index])),
                FormattableString.Invariant($"[{index}] is {found[index]:R}; {expected[index]:R} was expected."));
        }
    }
}
