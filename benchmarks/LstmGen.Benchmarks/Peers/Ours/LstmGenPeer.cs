namespace LstmGen.Benchmarks.Peers.Ours;

/// <summary>This library, in this process.</summary>
internal sealed class LstmGenPeer(int threads) : ITrainingPeer
{
    internal const string Title = "LstmGen";

    public string Name => Title;

    public string Details { get; private set; } = "";

    public IPrepared PrepareTraining(TrainingProblem problem)
    {
        var step = new LstmGenTraining(problem, threads);
        Details = step.KernelSet;
        return step;
    }

    public void Dispose()
    {
    }
}
