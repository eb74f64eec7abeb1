using System.Globalization;

namespace LstmGen.Benchmarks.Reports;

/// <summary>One calibration of the probe.</summary>
/// <param name="FullRate">Additions per nanosecond of an undisturbed burst.</param>
/// <param name="QuietPart">The part of the bursts that was undisturbed.</param>
internal sealed record ProbeRow(double FullRate, double QuietPart)
{
    internal const string Tag = "probe";

    /// <summary>One line of fields without commas.</summary>
    internal string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Tag},{FullRate:R},{QuietPart:R}");

    internal static ProbeRow Parse(string line)
    {
        LineReader f = new(line, Tag);
        return f.End<ProbeRow>(new(f.Double(), f.Double()));
    }
}
