namespace LstmGen.Training;

/// <summary>
/// Elementary functions of + - * / alone, at most 1 ULP off (ln(1 + x): 3; cosine: 1e-15 absolute): the C library's differ from system to system.
/// </summary>
internal static class DoubleMath
{
    private const double Magic = 6755399441055744; // 1.5 * 2^52: adding it rounds to an integer
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 0.693147180369123816490; // 32 bits: its product with an exponent is exact
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const long One = 0x3FF0_0000_0000_0000;
    private const long SqrtHalf = 0x3FE6_A09E_667F_3BCD;

    /// <summary>e^x = 2^n exp(r), |r| at most ln(2) / 2, by the Taylor series.</summary>
    internal static double Exp(double x)
    {
        if (!(x <= 709.79 && x >= -745.14))
        {
            return double.IsNaN(x) ? x : x > 0 ? double.PositiveInfinity : 0;
        }

        double n = (x * Log2E + Magic) - Magic;
        double high = x - n * Ln2High;
        double low = n * Ln2Low;
        double r = high - low;
        double series = 1.0 / 6227020800;
        series = series * r + 1.0 / 479001600;
        series = series * r + 1.0 / 39916800;
        series = series * r + 1.0 / 3628800;
        series = series * r + 1.0 / 362880;
        series = series * r + 1.0 / 40320;
        series = series * r + 1.0 / 5040;
        series = series * r + 1.0 / 720;
        series = series * r + 1.0 / 120;
        series = series * r + 1.0 / 24;
        series = series * r + 1.0 / 6;
        series = series * r + 0.5;
        double lost = (high - r) - low; // what rounding r took away
        double exponential = 1 + (r + (series * (r * r) + lost));
        int exponent = (int)n;
        int half = exponent >> 1; // two factors, each a normal number
        return exponential * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    /// <summary>ln x = k ln 2 + ln(1 + f), 1 + f within a factor of sqrt(2) of 1, by the series of atanh(f / (2 + f)).</summary>
    internal static double Log(double x)
    {
        if (!(x > 0 && x < double.PositiveInfinity))
        {
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        }

        int k = 0;
        if (x < 2.2250738585072014e-308)
        {
            (x, k) = (x * 18014398509481984, -54); // a subnormal number becomes a normal one
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        long exponent = (bits - SqrtHalf) >> 52;
        k += (int)exponent;
        double f = BitConverter.Int64BitsToDouble(bits - (exponent << 52)) - 1;
        double s = f / (2 + f);
        double z = s * s;
        double series = 2.0 / 23;
        series = series * z + 2.0 / 21;
        series = series * z + 2.0 / 19;
        series = series * z + 2.0 / 17;
        series = series * z + 2.0 / 15;
        series = series * z + 2.0 / 13;
        series = series * z + 2.0 / 11;
        series = series * z + 2.0 / 9;
        series = series * z + 2.0 / 7;
        series = series * z + 2.0 / 5;
        series = series * z + 2.0 / 3;
        double square = 0.5 * f * f;

        // ln(1 + f) = f - (f^2 / 2 - s (f^2 / 2 + z series)): the exact f leads.
        return k * Ln2High - ((square - (s * (square + z * series) + k * Ln2Low)) - f);
    }

    /// <summary>ln(1 + x) for x of 0 and above, also where 1 + x loses digits of x (Kahan).</summary>
    internal static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Log(sum) * (x / (sum - 1));
    }

    /// <summary>cos(pi x), x in 0..1.</summary>
    internal static double CosineOfPi(double x)
        => x > 0.5 ? -CosineOfPi(1 - x) : x > 0.25 ? Sine(Math.PI * (0.5 - x)) : Cosine(Math.PI * x);

    /// <summary>x^n by squaring.</summary>
    internal static double Power(double x, long n)
    {
        double power = 1;
        for (; n > 0; n >>= 1, x *= x)
        {
            power = (n & 1) != 0 ? power * x : power;
        }

        return power;
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble(One + ((long)exponent << 52));

    // Taylor series; x in 0..pi/4.
    private static double Cosine(double x)
    {
        double z = x * x;
        double sum = 1;
        for (int n = 16; n > 0; n -= 2)
        {
            sum = 1 - z / (n * (n - 1)) * sum;
        }

        return sum;
    }

    private static double Sine(double x)
    {
        double z = x * x;
        double sum = 1;
        for (int n = 17; n > 1; n -= 2)
        {
            sum = 1 - z / (n * (n - 1)) * sum;
        }

        return x * sum;
    }
}
