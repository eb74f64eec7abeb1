using LstmGen.Benchmarks.Peers.Dynamic;
using LstmGen.Benchmarks.Peers.OneDnn;
using LstmGen.Benchmarks.Peers.OnnxRuntime;

namespace LstmGen.Benchmarks.Workloads;

/// <summary>How many times as fast as the best of some peers we should be.</summary>
/// <param name="Label">What they are called together.</param>
/// <param name="Peers">Their names.</param>
/// <param name="Times">Their time divided by ours, at least.</param>
internal sealed record SpeedBar(string Label, string[] Peers, double Times)
{
    internal static SpeedBar OverOnnxRuntime(double times) => new("ONNX Runtime, by C or C#", [OnnxRuntimePeer.Title, OnnxRuntimePeer.TitleOfC], times);

    internal static SpeedBar OverTensorPrimitives(double times) => new("TensorPrimitives", [DynamicPeer.DotName, DynamicPeer.MultiplyAddName], times);

    internal static SpeedBar OverBest(double times) => new(
        $"the best of {OnnxRuntimePeer.Title} and {OneDnnPeer.Title}", [OnnxRuntimePeer.Title, OneDnnPeer.Title], times);
}
