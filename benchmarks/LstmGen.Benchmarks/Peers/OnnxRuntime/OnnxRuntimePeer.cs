namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>ONNX Runtime in this process, by its C API, on a given number of threads.</summary>
internal sealed class OnnxRuntimePeer(int threads) : IInferencePeer
{
    internal const string Title = "ONNX Runtime";
    private readonly string _version = Ort.Load();

    public string Name => Title;

    public string Details => $"{_version} IoBinding";

    public IPrepared PrepareInference(InferenceProblem problem) => new OnnxRuntimeInference(problem, threads);

    public void Dispose()
    {
    }
}
