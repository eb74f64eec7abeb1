using System.Globalization;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Calls of a network of this library beside calls of plain layers, timed in one process.</summary>
/// <param name="Name">The network.</param>
/// <param name="Beside">The plain layers.</param>
/// <param name="Seconds">A call of the network.</param>
/// <param name="SecondsBeside">A call of the plain layers.</param>
/// <param name="Products">Multiply-adds of the network as a part of those of the plain layers.</param>
/// <param name="Kept">Quiet blocks of the one with fewer.</param>
/// <param name="Tried">Blocks tried, of both.</param>
/// <param name="Uncertain">Too few quiet blocks of either.</param>
internal sealed record NetworkRow(string Name, string Beside, double Seconds, double SecondsBeside, double Products, int Kept, int Tried, bool Uncertain)
{
    internal const string Tag = "network";

    /// <summary>One line of fields without commas.</summary>
    internal string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Tag},{Name},{Beside},{Seconds:R},{SecondsBeside:R},{Products:R},{Kept},{Tried},{(Uncertain ? 1 : 0)}");

    internal static NetworkRow Parse(string line)
    {
        LineReader f = new(line, Tag);
        return f.End<NetworkRow>(new(f.Text(), f.Text(), f.Double(), f.Double(), f.Double(), f.Int(), f.Int(), f.Flag()));
    }
}
