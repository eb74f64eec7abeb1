using System.Globalization;

namespace LstmGen.Benchmarks.Reports;

/// <summary>One training step of one peer, timed in one process beside the limit of that process.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Peer">Its name.</param>
/// <param name="Details">Version, kernels and the like.</param>
/// <param name="Seconds">Per step.</param>
/// <param name="FmaPeak">GFLOP/s of multiply-adds, the mean of before and after.</param>
/// <param name="Kept">Quiet blocks.</param>
/// <param name="Tried">Blocks tried.</param>
/// <param name="Uncertain">Too few quiet blocks for the step or the limit.</param>
/// <param name="Error">Largest difference of a gradient or output from the reference's, as a part of the tensor's largest value.</param>
/// <param name="Reference">The peer compared with; the same peer where there was no other.</param>
internal sealed record TrainingRow(
    string Workload, string Peer, string Details, double Seconds, double FmaPeak, int Kept, int Tried, bool Uncertain, double Error, string Reference)
{
    internal const string Tag = "training";

    /// <summary>One line of fields without commas.</summary>
    internal string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Tag},{Workload},{Peer},{Details.Replace(',', ' ')},{Seconds:R},{FmaPeak:R},{Kept},{Tried},{(Uncertain ? 1 : 0)},{Error:R},{Reference}");

    internal static TrainingRow Parse(string line)
    {
        LineReader f = new(line, Tag);
        return f.End<TrainingRow>(new(f.Text(), f.Text(), f.Text(), f.Double(), f.Double(), f.Int(), f.Int(), f.Flag(), f.Double(), f.Text()));
    }
}
