using System.Globalization;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Forward calls of one peer, timed in one process beside the limits of that process.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Peer">Its name.</param>
/// <param name="Details">Version, kernels and the like.</param>
/// <param name="Seconds">Per call.</param>
/// <param name="FmaPeak">GFLOP/s of a core around the workload's group.</param>
/// <param name="ReadRate">GB/s of a core on a block of the weights' size.</param>
/// <param name="Kept">Quiet blocks.</param>
/// <param name="Tried">Blocks tried.</param>
/// <param name="Uncertain">Too few quiet blocks for the calls or the limits.</param>
internal sealed record InferenceRow(
    string Workload, string Peer, string Details, double Seconds, double FmaPeak, double ReadRate, int Kept, int Tried, bool Uncertain)
{
    internal const string Tag = "inference";

    /// <summary>One line of fields without commas.</summary>
    internal string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Tag},{Workload},{Peer},{Details.Replace(',', ' ')},{Seconds:R},{FmaPeak:R},{ReadRate:R},{Kept},{Tried},{(Uncertain ? 1 : 0)}");

    internal static InferenceRow Parse(string line)
    {
        LineReader f = new(line, Tag);
        return f.End<InferenceRow>(new(f.Text(), f.Text(), f.Text(), f.Double(), f.Double(), f.Double(), f.Int(), f.Int(), f.Flag()));
    }
}
