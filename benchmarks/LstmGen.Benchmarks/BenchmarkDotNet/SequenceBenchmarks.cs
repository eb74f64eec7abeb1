using BenchmarkDotNet.Attributes;

namespace LstmGen.Benchmarks.BenchmarkDotNet;

/// <summary>One sequence of 256 time steps.</summary>
public class SequenceBenchmarks : CallBenchmarks
{
    private const int Count = 1;

    /// <inheritdoc/>
    [Params("16x64", "64x64", "256x256")]
    public override string Shape { get; set; } = "";

    private protected override string Group => "sequence";

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
