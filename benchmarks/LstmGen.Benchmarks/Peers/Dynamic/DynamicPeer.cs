using System.Numerics.Tensors;
using System.Reflection;

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

/// <summary>The kinds of it.</summary>
internal static class DynamicPeer
{
    internal const string DotName = "TensorPrimitives Dot";
    internal const string MultiplyAddName = "TensorPrimitives MultiplyAdd";
    internal const string NaiveName = "naive loops";

    private static readonly string _tensors = $"System.Numerics.Tensors {InformationalVersion}";

    internal static IInferencePeer Dot() => new DynamicPeer<DotLayer>(DotName, _tensors);

    internal static IInferencePeer MultiplyAdd() => new DynamicPeer<MultiplyAddLayer>(MultiplyAddName, _tensors);

    internal static IInferencePeer Naive() => new DynamicPeer<NaiveLayer>(NaiveName, "spans and MathF");

    private static string? InformationalVersion
        => typeof(TensorPrimitives).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
