using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Peers.Ours;

/// <summary>This library, in this process.</summary>
internal sealed class LstmGenPeer(int threads, LstmActivations activations = LstmActivations.Accurate) : ITrainingPeer, IInferencePeer
{
    internal const string Title = "LstmGen";
    internal const string FastTitle = "LstmGen fast";

    public string Name => activations == LstmActivations.Fast ? FastTitle : Title;

    /// <summary>The kernels of the last problem.</summary>
    public string Details { get; private set; } = "";

    public IPrepared PrepareTraining(TrainingProblem problem)
    {
        var step = new LstmGenTraining(problem, threads);
        Details = step.KernelSet;
        return step;
    }

    public IPrepared PrepareInference(InferenceProblem problem)
    {
        (IPrepared calls, Details) = InferenceModel.Of(problem.Shape with { Activations = activations }).Prepare(problem, threads);
        return calls;
    }

    public void Dispose()
    {
    }
}
