using System.Globalization;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Where the time of our training step goes, and what changing the weights adds to it, in one process.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Forward">Seconds of the forward pass, weights unchanged.</param>
/// <param name="Backward">Seconds of the backward pass.</param>
/// <param name="Packing">Seconds by which the first forward pass after the weights changed is longer than the second.</param>
/// <param name="Update">Seconds of clipping and optimiser.</param>
/// <param name="Kept">Quiet blocks.</param>
/// <param name="Tried">Blocks tried.</param>
/// <param name="Uncertain">Too few quiet blocks.</param>
internal sealed record UpdateRow(
    string Workload, double Forward, double Backward, double Packing, double Update, int Kept, int Tried, bool Uncertain)
{
    internal const string Tag = "update";

    /// <summary>Optimiser, clipping and packing as a percentage of forward and backward.</summary>
    internal double Percent => 100 * (Packing + Update) / (Forward + Backward);

    /// <summary>One line of fields without commas.</summary>
    internal string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Tag},{Workload},{Forward:R},{Backward:R},{Packing:R},{Update:R},{Kept},{Tried},{(Uncertain ? 1 : 0)}");

    internal static UpdateRow Parse(string line)
    {
        LineReader f = new(line, Tag);
        return f.End<UpdateRow>(new(f.Text(), f.Double(), f.Double(), f.Double(), f.Double(), f.Int(), f.Int(), f.Flag()));
    }
}
