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
        // In this process: another one would build all models again. Without the disassembler: it attaches to the process that it runs in, which
        // ends a process of .NET 10 on Linux.
        ManualConfig config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsMutator())
            .HideColumns(Column.Toolchain)
            .AddDiagnoser(MemoryDiagnoser.Default);
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
