using System.Globalization;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Numbers for people.</summary>
internal static class Figure
{
    /// <summary>Three digits with the unit that suits them.</summary>
    internal static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => Digits(nanoseconds) + " ns",
        < 1e6 => Digits(nanoseconds * 1e-3) + " µs",
        _ => Digits(nanoseconds * 1e-6) + " ms",
    };

    /// <summary>A ratio, two or three digits.</summary>
    internal static string Times(double ratio) => ratio.ToString(ratio >= 10 ? "0" : "0.00", CultureInfo.InvariantCulture) + " x";

    internal static string Percent(double percent) => percent.ToString("0", CultureInfo.InvariantCulture);

    internal static string YesNo(bool met) => met ? "yes" : "NO";

    private static string Digits(double value)
        => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
