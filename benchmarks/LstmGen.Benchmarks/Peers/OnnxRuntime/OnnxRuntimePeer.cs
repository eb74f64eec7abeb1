namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>ONNX Runtime in this process, by its C# API or by its C API, on a given number of threads.</summary>
internal sealed class OnnxRuntimePeer(int threads, bool byC = false) : IInferencePeer
{
    internal const string Title = "ONNX Runtime (C#)";
    internal const string TitleOfC = "ONNX Runtime (C)";
    private readonly string _version = OrtSession.Version();

    public string Name => byC ? TitleOfC : Title;

    public string Details => _version;

    public IPrepared PrepareInference(InferenceProblem problem) => new OnnxRuntimeInference(problem, threads, byC);

    public void Dispose()
    {
    }
}
