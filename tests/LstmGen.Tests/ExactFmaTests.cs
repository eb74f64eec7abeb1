using System.Runtime.Intrinsics;
using LstmGen.Kernels;
using Xunit;

namespace LstmGen.Tests;

/// <summary>Against the framework's scalar fused multiply-add, which is the processor's own or the C library's.</summary>
public class ExactFmaTests
{
    private const uint One = 0x3F800000;
    private const uint Infinity = 0x7F800000;
    private const uint MinusZero = 0x80000000;
    private const uint Largest = 0x7F7FFFFF;
    private const uint SmallestNormal = 0x00800000;

    [Theory]
    // 1 + 2^-23 and 2^-70 less than half a step: rounding to double first makes it a tie.
    [InlineData(0x3F7FFFFEu, 0x33800001u, 0x3F800001u, 0x3F800001u)]
    [InlineData(0xBF7FFFFEu, 0x33800001u, 0xBF800001u, 0xBF800001u)]
    // Exact middles, to even: 1 + 2^-24 = 1, 1 + 3 * 2^-24 = 1 + 2^-22; a hair above and below the first.
    [InlineData(0x39800000u, 0x39800000u, One, One)]
    [InlineData(0x39800000u, 0x39800000u, 0x3F800001u, 0x3F800002u)]
    [InlineData(0x39800001u, 0x39800000u, One, 0x3F800001u)]
    [InlineData(0x397FFFFFu, 0x39800000u, One, One)]
    // Cancellation keeps the low half of the product: (1 + 2^-23)^2 - (1 + 2^-22) = 2^-46.
    [InlineData(0x3F800001u, 0x3F800001u, 0xBF800002u, 0x28800000u)]
    // Denormal results: half the smallest ties to zero, three halves of it to two; a normal product less a normal.
    [InlineData(0x00000001u, 0x3F000000u, 0u, 0u)]
    [InlineData(0x00000003u, 0x3F000000u, 0u, 0x00000002u)]
    [InlineData(0x80000001u, 0x3F000000u, 0u, MinusZero)]
    [InlineData(0x00000001u, 0x3F000000u, 0x00000001u, 0x00000002u)]
    [InlineData(0x00000001u, 0x3F000001u, 0u, 0x00000001u)]
    [InlineData(0x20000000u, 0x20000001u, 0x80000000u, 0x00800001u)]
    [InlineData(SmallestNormal, One, 0x80000001u, 0x007FFFFFu)]
    // Overflow: the middle above the largest float rounds to infinity, less does not.
    [InlineData(Largest, One, 0x73000000u, Infinity)]
    [InlineData(Largest, One, 0x72FFFFFFu, Largest)]
    [InlineData(Largest, 0x40000000u, 0xFF7FFFFFu, Largest)]
    [InlineData(Largest, Largest, 0u, Infinity)]
    [InlineData(Largest, 0xFF7FFFFFu, Infinity, Infinity)]
    // Signed zeros.
    [InlineData(0u, One, MinusZero, 0u)]
    [InlineData(MinusZero, One, MinusZero, MinusZero)]
    [InlineData(MinusZero, One, 0u, 0u)]
    [InlineData(One, One, 0xBF800000u, 0u)]
    [InlineData(0x80000001u, 0x00000001u, 0u, MinusZero)]
    [InlineData(0x80000001u, 0x00000001u, MinusZero, MinusZero)]
    // Infinities.
    [InlineData(Infinity, One, One, Infinity)]
    [InlineData(Infinity, 0xBF800000u, One, 0xFF800000u)]
    [InlineData(One, One, 0xFF800000u, 0xFF800000u)]
    public void Fma_IsRightOnDirectedCases(uint a, uint b, uint c, uint expected)
    {
        Assert.Equal(expected, Bits(MathF.FusedMultiplyAdd(Float(a), Float(b), Float(c))));
        for (int lane = 0; lane < 4; lane++)
        {
            // The other lanes hold other cases, so that a lane that is taken from its neighbour shows.
            Vector128<float> result = ExactFma.Fma(
                Vector128.Create(2f).WithElement(lane, Float(a)),
                Vector128.Create(3f).WithElement(lane, Float(b)),
                Vector128.Create(5f).WithElement(lane, Float(c)));
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal(i == lane ? expected : Bits(11f), Bits(result[i]));
            }
        }
    }

    [Theory]
    [InlineData(0x7FC00000u, One, One)]
    [InlineData(One, 0xFFC00000u, One)]
    [InlineData(One, One, 0x7F800001u)]
    [InlineData(Infinity, 0u, One)]
    [InlineData(Infinity, One, 0xFF800000u)]
    [InlineData(0u, Infinity, 0x7FC00000u)]
    public void Fma_GivesNaN(uint a, uint b, uint c)
        => Assert.True(float.IsNaN(ExactFma.Fma(Vector128.Create(Float(a)), Vector128.Create(Float(b)), Vector128.Create(Float(c)))[2]));

    [Fact]
    public void Fma_AgreesWithTheFrameworkOnRandomBits()
    {
        var random = new Random(20240611);
        for (int i = 0; i < 500_000; i++)
        {
            Check(RandomVector(random), RandomVector(random), RandomVector(random));
        }
    }

    [Fact]
    public void Fma_AgreesWithTheFrameworkWhereProductAndAddendOverlap()
    {
        var random = new Random(7);
        Span<float> a = stackalloc float[4], b = stackalloc float[4], c = stackalloc float[4];
        for (int i = 0; i < 1_000_000; i++)
        {
            for (int lane = 0; lane < 4; lane++)
            {
                int exponentA = random.Next(1, 255), exponentB = random.Next(1, 255);
                int exponentC = Math.Clamp(exponentA + exponentB - 127 + random.Next(-50, 51), 0, 254);
                a[lane] = Float(Sign(random) | (uint)exponentA << 23 | Fraction(random));
                b[lane] = Float(Sign(random) | (uint)exponentB << 23 | Fraction(random));
                c[lane] = Float(Sign(random) | (uint)exponentC << 23 | Fraction(random));
            }

            Check(Vector128.Create<float>(a), Vector128.Create<float>(b), Vector128.Create<float>(c));
        }
    }

    [Fact]
    public void Fma_AgreesWithTheFrameworkAroundTheMiddlesOfFloats()
    {
        // (1 - i 2^-24) * (2^-24 + j 2^-47) is about half a step of 1, less or more by up to 2^-41; at other scales too.
        for (int i = 0; i < 64; i++)
        {
            for (int j = 0; j < 64; j++)
            {
                float a = Float(0x3F7FFFFFu - (uint)i);
                for (int scale = -148; scale <= 100; scale += 31)
                {
                    float b = MathF.ScaleB(Float(0x33800000u + (uint)j), scale);
                    Check(
                        Vector128.Create(a, -a, a, -a),
                        Vector128.Create(b),
                        Vector128.Create(MathF.ScaleB(1f, scale)) * Vector128.Create(1f, 1f, 1.0000001f, -1.5f));
                }
            }
        }
    }

    private static void Check(Vector128<float> a, Vector128<float> b, Vector128<float> c)
    {
        Vector128<float> result = ExactFma.Fma(a, b, c);
        for (int lane = 0; lane < 4; lane++)
        {
            float expected = MathF.FusedMultiplyAdd(a[lane], b[lane], c[lane]);
            if (Bits(result[lane]) != Bits(expected) && !(float.IsNaN(result[lane]) && float.IsNaN(expected)))
            {
                Assert.Fail(
                    $"fma(0x{Bits(a[lane]):X8}, 0x{Bits(b[lane]):X8}, 0x{Bits(c[lane]):X8}) gave 0x{Bits(result[lane]):X8}; 0x{Bits(expected):X8} is right.");
            }
        }
    }

    private static Vector128<float> RandomVector(Random random)
        => Vector128.Create((uint)random.NextInt64(1L << 32), (uint)random.NextInt64(1L << 32), (uint)random.NextInt64(1L << 32), (uint)random.NextInt64(1L << 32)).AsSingle();

    /// <summary>Half of them with runs of zeros or ones at the end, where products and sums come close to the middle of two floats.</summary>
    private static uint Fraction(Random random)
    {
        uint fraction = (uint)random.Next(1 << 23);
        uint run = (1u << random.Next(24)) - 1;
        return random.Next(4) switch { 0 => fraction & ~run, 1 => fraction | run, _ => fraction };
    }

    private static uint Sign(Random random) => (uint)random.Next(2) << 31;

    private static float Float(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
