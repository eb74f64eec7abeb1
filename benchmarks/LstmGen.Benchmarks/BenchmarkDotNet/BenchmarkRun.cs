using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Peers.OnnxRuntime;

namespace LstmGen.Benchmarks.BenchmarkDotNet;

/// <summary>The command <c>bdn</c>: these classes under BenchmarkDotNet, with its arguments.</summary>
internal static class BenchmarkRun
{
    internal const string Verb = "bdn";

    internal static int Run(string[] arguments)
    {
        // In this process: another one would build all models again.
        ManualConfig config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsMutator())
            .HideColumns(Column.Toolchain)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddDiagnoser(new DisassemblyDiagnoser(new(maxDepth: 1, filters: ["*LstmGen.Generated.*"])));
        try
        {
            new OnnxRuntimePeer(1).Dispose();
        }
        catch (PeerMissingException exception)
        {
            Console.WriteLine($"Missing: {OnnxRuntimePeer.Title} ({exception.Message}).");
            config.AddFilter(new SimpleFilter(one => one.Descriptor.WorkloadMethod.Name != CallBenchmarks.OnnxRuntimeMethod));
        }

        return BenchmarkSwitcher.FromTypes([typeof(StepBenchmarks), typeof(SequenceBenchmarks), typeof(BatchBenchmarks)])
            .Run(arguments, config).Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
    }
}
