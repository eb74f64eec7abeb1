using LstmGen.Benchmarks.Peers.Dynamic;
using LstmGen.Benchmarks.Peers.OneDnn;

namespace LstmGen.Benchmarks.Workloads;

/// <summary>How many times as fast as the best of some peers we should be.</summary>
/// <param name="Label">What they are called together.</param>
/// <param name="Peers">Their names.</param>
/// <param name="Times">Their time divided by ours, at least.</param>
internal sealed record SpeedBar(string Label, string[] Peers, double Times)
{
    internal static SpeedBar OverOnnxRuntime(double times) => new(InferenceWorkload.OnnxRuntime, [InferenceWorkload.OnnxRuntime], times);

    internal static SpeedBar OverTensorPrimitives(double times) => new("TensorPrimitives", [DynamicPeer.DotName, DynamicPeer.MultiplyAddName], times);

    internal static SpeedBar OverBest(double times) => new(
        $"the best of {InferenceWorkload.OnnxRuntime} and {OneDnnPeer.Title}", [InferenceWorkload.OnnxRuntime, OneDnnPeer.Title], times);
}
