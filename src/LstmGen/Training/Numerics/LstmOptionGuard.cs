using System.Globalization;

namespace LstmGen.Training;

/// <summary>Checks of numbers given as options. Finite is finite as a float, for that is what kernels make of them.</summary>
internal static class LstmOptionGuard
{
    internal static void NotNegative(double value, string name)
        => Require(value >= 0 && float.IsFinite((float)value), value, name, "a finite float of at least 0");

    internal static void Positive(double value, string name)
        => Require(value > 0 && float.IsFinite((float)value), value, name, "a finite float above 0");

    /// <summary>0 up to but not including 1.</summary>
    internal static void Fraction(double value, string name)
        => Require(value is >= 0 and < 1, value, name, "a number of at least 0 and less than 1");

    internal static void Between(double value, double least, double most, string name)
        => Require(value >= least && value <= most, value, name, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    private static void Require(bool holds, double value, string name, string expected)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.");
        }
    }
}
