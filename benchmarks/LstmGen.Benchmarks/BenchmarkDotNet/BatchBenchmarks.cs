using BenchmarkDotNet.Attributes;

namespace LstmGen.Benchmarks.BenchmarkDotNet;

/// <summary>Sequences of 64 time steps together.</summary>
public class BatchBenchmarks : CallBenchmarks
{
    private const int Count = 1;

    /// <inheritdoc/>
    [Params("64x64 N=16", "128x128 N=16", "64x64 N=64")]
    public override string Shape { get; set; } = "";

    private protected override string Group => "batch";

    /// <summary>A class of ours.</summary>
    [Benchmark(OperationsPerInvoke = Count, Baseline = true)]
    public void LstmGen() => Call(Count);

    /// <summary>Dynamic shape, whole spans.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void TensorPrimitives() => Call(Count);

    /// <summary>Dynamic shape, plain loops.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void NaiveLoops() => Call(Count);

    /// <summary>By its C# API.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void OnnxRuntime() => Call(Count);
}
