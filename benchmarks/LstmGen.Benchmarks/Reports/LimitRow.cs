using System.Globalization;

namespace LstmGen.Benchmarks.Reports;

/// <summary>One limit of the machine.</summary>
/// <param name="Group">The kernels it was measured around.</param>
/// <param name="Bytes">Size of the block read; 0 for multiply-adds.</param>
/// <param name="Width">Vector width in bits.</param>
/// <param name="Before">GFLOP/s or GB/s before the group.</param>
/// <param name="After">The same after it.</param>
/// <param name="Kept">Quiet blocks.</param>
/// <param name="Tried">Blocks tried.</param>
/// <param name="Uncertain">Too few quiet blocks in one of the two.</param>
internal sealed record LimitRow(string Group, long Bytes, int Width, double Before, double After, int Kept, int Tried, bool Uncertain)
{
    internal const string Tag = "limit";

    /// <summary>GFLOP/s or GB/s.</summary>
    internal double Rate => (Before + After) / 2;

    /// <summary>One line of fields without commas.</summary>
    internal string ToLine() => string.Create(
        CultureInfo.InvariantCulture, $"{Tag},{Group},{Bytes},{Width},{Before:R},{After:R},{Kept},{Tried},{(Uncertain ? 1 : 0)}");

    internal static LimitRow Parse(string line)
    {
        LineReader f = new(line, Tag);
        return f.End<LimitRow>(new(f.Text(), f.Long(), f.Int(), f.Double(), f.Double(), f.Int(), f.Int(), f.Flag()));
    }
}
