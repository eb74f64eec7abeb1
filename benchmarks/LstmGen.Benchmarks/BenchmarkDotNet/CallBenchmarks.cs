using BenchmarkDotNet.Attributes;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Peers.Dynamic;
using LstmGen.Benchmarks.Peers.OnnxRuntime;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.BenchmarkDotNet;

/// <summary>Calls of the engines that live in this process, on one workload of the comparison.</summary>
public abstract class CallBenchmarks
{
    private IPrepared? _prepared;
    private Work _calls = _ => throw new InvalidOperationException("The setup of the benchmark did not run.");

    /// <summary>What the name of the workload says after its group.</summary>
    public abstract string Shape { get; set; }

    private protected abstract string Group { get; }

    /// <summary>Makes our model.</summary>
    [GlobalSetup(Target = "LstmGen")]
    public void SetupLstmGen() => Prepare(new LstmGenPeer(1));

    /// <summary>Makes an LSTM over TensorPrimitives.</summary>
    [GlobalSetup(Target = "TensorPrimitives")]
    public void SetupTensorPrimitives() => Prepare(DynamicPeer.MultiplyAdd());

    /// <summary>Makes an LSTM of plain loops.</summary>
    [GlobalSetup(Target = "NaiveLoops")]
    public void SetupNaiveLoops() => Prepare(DynamicPeer.Naive());

    /// <summary>Makes a session of ONNX Runtime.</summary>
    [GlobalSetup(Target = OnnxRuntimeMethod)]
    public void SetupOnnxRuntime() => Prepare(new OnnxRuntimePeer(1));

    /// <summary>Frees what the setup made.</summary>
    [GlobalCleanup]
    public void Cleanup() => _prepared?.Dispose();

    internal const string OnnxRuntimeMethod = "OnnxRuntime";

    private protected void Call(int count) => _calls(count);

    private void Prepare(IInferencePeer peer)
    {
        _prepared = peer.PrepareInference(InferenceWorkload.Named($"{Group} {Shape}").Problem());
        _calls = _prepared is ILocalCalls local ? local.Run : throw new NotSupportedException($"{peer.Name} has no calls of this thread.");
    }
}
