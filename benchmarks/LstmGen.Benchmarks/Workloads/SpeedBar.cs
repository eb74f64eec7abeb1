using LstmGen.Benchmarks.Peers.Dynamic;
using LstmGen.Benchmarks.Peers.OneDnn;

namespace LstmGen.Benchmarks.Workloads;

/// <summary>How many times as fast as the best of some peers we should be.</summary>
/// <param name="Peers">Their names.</param>
/// <param name="Times">Their time divided by ours, at least.</param>
internal sealed record SpeedBar(string[] Peers, double Times)
{
    internal string Label => Peers.Length == 1 ? Peers[0] : $"the best of {string.Join(" and ", Peers)}";

    internal static SpeedBar OverOnnxRuntime(double times) => new([InferenceWorkload.OnnxRuntime], times);

    internal static SpeedBar OverTensorPrimitives(double times) => new([DynamicPeer.TensorPrimitivesName], times);

    internal static SpeedBar OverBest(double times) => new([InferenceWorkload.OnnxRuntime, OneDnnPeer.Title], times);
}
