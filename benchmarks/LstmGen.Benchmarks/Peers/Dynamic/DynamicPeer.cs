using System.Numerics.Tensors;

namespace LstmGen.Benchmarks.Peers.Dynamic;

/// <summary>An LSTM in C# whose sizes are known only at run time.</summary>
internal sealed class DynamicPeer<TLayer>(string name, string details) : IInferencePeer
    where TLayer : IDynamicLayer<TLayer>
{
    public string Name => name;

    public string Details => details;

    public IPrepared PrepareInference(InferenceProblem problem) => new DynamicInference<TLayer>(problem);

    public void Dispose()
    {
    }
}

internal static class DynamicPeer
{
    internal const string TensorPrimitivesName = "TensorPrimitives";
    internal const string NaiveName = "naive loops";

    internal static IInferencePeer TensorPrimitives()
        => new DynamicPeer<TensorPrimitivesLayer>(
            TensorPrimitivesName, $"System.Numerics.Tensors {typeof(TensorPrimitives).Assembly.GetName().Version?.ToString(3)}");

    internal static IInferencePeer Naive() => new DynamicPeer<NaiveLayer>(NaiveName, "spans and MathF");
}
