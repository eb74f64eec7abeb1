using LstmGen.Benchmarks.Deployments;
using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Reports;

/// <summary>What a deployment carries, and what its processes showed.</summary>
/// <param name="Program">What was started.</param>
/// <param name="NativeBytes">Of native code.</param>
/// <param name="Runs">A process each.</param>
internal sealed record DeployRow(DeployedProgram Program, long NativeBytes, List<DeploymentRun> Runs)
{
    internal long TotalBytes => NativeBytes + Program.ManagedBytes + Program.ModelBytes;

    internal double Milliseconds => Statistics.Median(Runs.Select(run => run.Milliseconds));

    internal double PeakBytes => Statistics.Median(Runs.Select(run => (double)run.PeakBytes));

    internal double StepNanoseconds => Statistics.Median(Runs.Select(run => run.StepNanoseconds));

    internal double? AllocatedPerStep => Runs.Max(run => run.AllocatedPerStep);
}
