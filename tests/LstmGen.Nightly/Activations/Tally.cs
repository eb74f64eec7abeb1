namespace LstmGen.Nightly.Activations;

/// <summary>Errors of an implementation, collected over many arguments.</summary>
internal sealed class Tally(ActivationFunction function)
{
    internal double MaxUlp { get; private set; }

    internal float MaxUlpAt { get; private set; }

    internal double MaxAbsolute { get; private set; }

    internal float MaxAbsoluteAt { get; private set; }

    internal float Least { get; private set; } = float.PositiveInfinity;

    internal float Largest { get; private set; } = float.NegativeInfinity;

    /// <summary>Arguments where NaN was missing or uncalled for, or the value below the range of the ULP bound is too large.</summary>
    internal long Wrong { get; private set; }

    internal uint WrongAt { get; private set; }

    internal bool Passes
        => Wrong == 0 && MaxUlp <= function.MaxUlp && MaxAbsolute <= function.MaxAbsolute && Least >= function.Lowest && Largest <= function.Highest;

    internal void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            Add(x[i], y[i]);
        }
    }

    internal void Add(Tally other)
    {
        (MaxUlp, MaxUlpAt) = other.MaxUlp > MaxUlp ? (other.MaxUlp, other.MaxUlpAt) : (MaxUlp, MaxUlpAt);
        (MaxAbsolute, MaxAbsoluteAt) = other.MaxAbsolute > MaxAbsolute ? (other.MaxAbsolute, other.MaxAbsoluteAt) : (MaxAbsolute, MaxAbsoluteAt);
        Least = Math.Min(Least, other.Least);
        Largest = Math.Max(Largest, other.Largest);
        WrongAt = Wrong > 0 ? WrongAt : other.WrongAt;
        Wrong += other.Wrong;
    }

    public override string ToString()
        => (double.IsInfinity(function.MaxUlp) ? "" : $"{MaxUlp:F4} ULP at x = {MaxUlpAt:G9}, ")
            + $"absolute {MaxAbsolute:0.000E+0} at x = {MaxAbsoluteAt:G9}, values {Least:G9} to {Largest:G9}"
            + (Wrong > 0 ? $", {Wrong} wrong, one at x = 0x{WrongAt:X8}" : "");

    private void Add(float x, float y)
    {
        if (float.IsNaN(x) || float.IsNaN(y))
        {
            Count(float.IsNaN(x) && float.IsNaN(y), x);
            return;
        }

        Least = y < Least ? y : Least;
        Largest = y > Largest ? y : Largest;
        double exact = function.Exact(x);
        double error = Math.Abs(y - exact);
        if (error > MaxAbsolute)
        {
            (MaxAbsolute, MaxAbsoluteAt) = (error, x);
        }

        if (x < function.UlpFrom)
        {
            Count(y <= function.LargestBelow, x);
            return;
        }

        // The last place of a float with the exponent of the exact value; all denormals have that of the smallest normal.
        int exponent = Math.Max((int)(BitConverter.DoubleToInt64Bits(exact) >> 52 & 0x7FF) - 1023, -126);
        double ulp = error * BitConverter.Int64BitsToDouble((long)(1023 + 23 - exponent) << 52);
        if (ulp > MaxUlp)
        {
            (MaxUlp, MaxUlpAt) = (ulp, x);
        }
    }

    private void Count(bool right, float x)
    {
        if (!right)
        {
            Wrong++;
            WrongAt = BitConverter.SingleToUInt32Bits(x);
        }
    }
}
