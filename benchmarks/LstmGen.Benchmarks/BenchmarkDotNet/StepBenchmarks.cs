using BenchmarkDotNet.Attributes;

namespace LstmGen.Benchmarks.BenchmarkDotNet;

/// <summary>One time step of one sequence.</summary>
public class StepBenchmarks : CallBenchmarks
{
    private const int Count = 64;

    /// <inheritdoc/>
    [Params("1x8", "32x32", "64x64", "256x256")]
    public override string Shape { get; set; } = "";

    private protected override string Group => "streaming";

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
