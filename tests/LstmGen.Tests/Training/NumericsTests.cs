using LstmGen.Training;

namespace LstmGen.Tests.Training;

/// <summary>Own exp, log, cosine and sums against the C library's and plain ones, with the documented bounds.</summary>
public sealed class NumericsTests
{
    [Fact]
    public void Exp_of_floats_is_off_by_at_most_1_5_ulp()
    {
        double worst = 0;
        for (uint bits = 0; bits < 0x42D0_0000; bits += 977)
        {
            float x = BitConverter.UInt32BitsToSingle(bits);
            worst = Math.Max(worst, Math.Max(Ulps(Exponential.Exp(x), Math.Exp(x)), Ulps(Exponential.Exp(-x), Math.Exp(-x))));
        }

        Assert.InRange(worst, 0.5, 1.5);
        Assert.Equal(1f, Exponential.Exp(0f));
        Assert.Equal(float.PositiveInfinity, Exponential.Exp(float.PositiveInfinity));
        Assert.Equal(float.PositiveInfinity, Exponential.Exp(88.73f));
        Assert.Equal(0f, Exponential.Exp(float.NegativeInfinity));
        Assert.Equal(0f, Exponential.Exp(-104f));
        Assert.Equal(float.Epsilon, Exponential.Exp(-103f));
        Assert.Equal(float.NaN, Exponential.Exp(float.NaN));
    }

    // The C library's own results are off by up to half a ULP and a little.
    [Fact]
    public void Exp_of_doubles_is_off_by_at_most_1_ulp()
    {
        var random = new Random(1);
        for (int count = 0; count < 300_000; count++)
        {
            double x = (random.NextDouble() - 0.5) * (count % 3 == 0 ? 1400 : count % 3 == 1 ? 40 : 1);
            Near(Math.Exp(x), DoubleMath.Exp(x), 1, x);
        }

        Assert.Equal(1, DoubleMath.Exp(0));
        Assert.Equal(double.PositiveInfinity, DoubleMath.Exp(709.8));
        Assert.Equal(0, DoubleMath.Exp(-745.2));
        Near(Math.Exp(-740), DoubleMath.Exp(-740), 1, -740);
        Assert.Equal(double.NaN, DoubleMath.Exp(double.NaN));
        Assert.Equal(double.PositiveInfinity, DoubleMath.Exp(double.PositiveInfinity));
        Assert.Equal(0, DoubleMath.Exp(double.NegativeInfinity));
    }

    [Fact]
    public void Log_of_doubles_is_off_by_at_most_1_ulp_and_LogOnePlus_by_3()
    {
        var random = new Random(1);
        for (int count = 0; count < 300_000; count++)
        {
            double x = count % 2 == 0 ? BitConverter.Int64BitsToDouble(random.NextInt64(0x7FF0_0000_0000_0000)) : 0.5 + random.NextDouble();
            Near(Math.Log(x), DoubleMath.Log(x), 1, x);
            double small = random.NextDouble() * Math.Pow(2, -random.Next(60));
            Assert.Equal(PlainLogOnePlus(small), DoubleMath.LogOnePlus(small), 7e-16 * small);
        }

        Assert.Equal(0, DoubleMath.Log(1));
        Assert.Equal(double.NegativeInfinity, DoubleMath.Log(0));
        Assert.Equal(double.NaN, DoubleMath.Log(-1));
        Assert.Equal(double.NaN, DoubleMath.Log(double.NaN));
        Assert.Equal(double.PositiveInfinity, DoubleMath.Log(double.PositiveInfinity));
        Near(Math.Log(double.Epsilon), DoubleMath.Log(double.Epsilon), 1, double.Epsilon);
    }

    [Fact]
    public void Cosine_and_power_are_right()
    {
        for (int count = 0; count <= 10_000; count++)
        {
            Assert.Equal(Math.Cos(Math.PI * (count / 10_000.0)), DoubleMath.CosineOfPi(count / 10_000.0), 1e-15);
        }

        Assert.Equal([1, 0, -1], [DoubleMath.CosineOfPi(0), DoubleMath.CosineOfPi(0.5), DoubleMath.CosineOfPi(1)]);
        Assert.Equal(1, DoubleMath.Power(0, 0));
        for (int n = 0; n < 200; n++)
        {
            Assert.Equal(Math.Pow(0.97, n), DoubleMath.Power(0.97, n), 1e-13);
        }
    }

    [Fact]
    public void Known_bits_are_the_same_on_every_processor()
    {
        ulong hash = 0;
        for (int index = -300; index < 300; index++)
        {
            double x = index * 0.37;
            hash = CounterRandom.Key(
                hash, BitConverter.SingleToUInt32Bits(Exponential.Exp((float)x)), BitConverter.DoubleToUInt64Bits(DoubleMath.Exp(x)),
                BitConverter.DoubleToUInt64Bits(DoubleMath.Log(Math.Abs(x) + 0.01)), BitConverter.DoubleToUInt64Bits(DoubleMath.LogOnePlus(Math.Abs(x))),
                BitConverter.DoubleToUInt64Bits(DoubleMath.CosineOfPi(Math.Abs(index) / 300.0)));
        }

        Assert.Equal("414D2FBC930620A4", hash.ToString("X16"));
    }

    [Fact]
    public void Sums_follow_the_rule_of_sixteen()
    {
        var random = new Random(1);
        for (int length = 0; length < 100; length++)
        {
            float[] values = Trainables.Floats(random, length, 1e6);
            double[] plain = new double[16];
            double[] squares = new double[16];
            PartialSums each = default;
            for (int index = 0; index < length; index++)
            {
                plain[index % 16] += values[index];
                squares[index % 16] += (double)values[index] * values[index];
                each.Add(index, values[index]);
            }

            PartialSums all = default;
            all.AddAll(values);
            PartialSums squared = default;
            squared.AddSquares(values);
            Assert.Equal(Fold(plain), all.Fold());
            Assert.Equal(Fold(plain), each.Fold());
            Assert.Equal(Fold(squares), squared.Fold());
            all.AddAll([1]); // a later span goes on with the same sums, from index 0
            plain[0] += 1;
            Assert.Equal(Fold(plain), all.Fold());
        }
    }

    private static double Fold(double[] sums)
    {
        double[] s = [.. sums];
        for (int half = 8; half >= 1; half /= 2)
        {
            s = [.. s.Take(half).Zip(s.Skip(half).Take(half), (low, high) => low + high)];
        }

        return s[0];
    }

    /// <summary>The series for small x; else the C library's, with what 1 + x lost added again.</summary>
    private static double PlainLogOnePlus(double x)
        => x < 1e-3
            ? x * (1 - x * (1.0 / 2 - x * (1.0 / 3 - x * (1.0 / 4 - x * (1.0 / 5 - x / 6)))))
            : Math.Log(1 + x) + (x - ((1 + x) - 1)) / (1 + x);

    private static void Near(double expected, double found, int ulps, double x)
        => Assert.True(
            Math.Abs(BitConverter.DoubleToInt64Bits(expected) - BitConverter.DoubleToInt64Bits(found)) <= ulps,
            FormattableString.Invariant($"At {x:R}: {found:R}; {expected:R} was expected."));

    /// <summary>Distance in units of the last place of the float next to the exact value.</summary>
    private static double Ulps(float found, double exact)
    {
        if (exact > float.MaxValue)
        {
            return float.IsInfinity(found) || found == float.MaxValue ? 0 : double.PositiveInfinity;
        }

        float near = (float)exact;
        return Math.Abs(found - exact) / ((double)MathF.BitIncrement(near) - near);
    }
}
