using System.Globalization;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>One kernel, timed in one process beside the limits of that process.</summary>
/// <param name="Call">How the model was called.</param>
/// <param name="Input">I.</param>
/// <param name="Hidden">H.</param>
/// <param name="Layers">Layers.</param>
/// <param name="Activations">Accurate or Fast.</param>
/// <param name="Batch">Rows.</param>
/// <param name="Steps">Time steps of one call.</param>
/// <param name="KernelSet">The kernels that ran.</param>
/// <param name="Nanoseconds">Per time step of the whole batch.</param>
/// <param name="Flops">Of a time step.</param>
/// <param name="Bytes">Weights read in a time step.</param>
/// <param name="FmaPeak">GFLOP/s around this kernel.</param>
/// <param name="ReadRate">GB/s around this kernel, on a block of the weights' size.</param>
/// <param name="Kept">Quiet blocks.</param>
/// <param name="Tried">Blocks tried.</param>
/// <param name="Uncertain">Too few quiet blocks for the kernel or its limits.</param>
internal sealed record KernelRow(
    Call Call, int Input, int Hidden, int Layers, LstmActivations Activations, int Batch, int Steps, string KernelSet, double Nanoseconds,
    long Flops, long Bytes, double FmaPeak, double ReadRate, int Kept, int Tried, bool Uncertain)
{
    internal const string Tag = "kernel";

    internal double FmaNanoseconds => Flops / FmaPeak;

    internal double ReadNanoseconds => Bytes / ReadRate;

    internal double LimitNanoseconds => Math.Max(FmaNanoseconds, ReadNanoseconds);

    internal LimitKind Binding => FmaNanoseconds >= ReadNanoseconds ? LimitKind.Fma : LimitKind.Read;

    internal double Percent(LimitKind limit) => 100 * (limit == LimitKind.Fma ? FmaNanoseconds : ReadNanoseconds) / Nanoseconds;

    /// <summary>One line of fields without commas.</summary>
    internal string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Tag},{Call},{Input},{Hidden},{Layers},{Activations},{Batch},{Steps},{KernelSet},{Nanoseconds:R},{Flops},{Bytes},{FmaPeak:R},{ReadRate:R},{Kept},{Tried},{(Uncertain ? 1 : 0)}");

    internal static KernelRow Parse(string line)
    {
        LineReader f = new(line, Tag);
        return f.End<KernelRow>(new(
            f.Enum<Call>(), f.Int(), f.Int(), f.Int(), f.Enum<LstmActivations>(), f.Int(), f.Int(), f.Text(), f.Double(), f.Long(), f.Long(),
            f.Double(), f.Double(), f.Int(), f.Int(), f.Flag()));
    }
}
