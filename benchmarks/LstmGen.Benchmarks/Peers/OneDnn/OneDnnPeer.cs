namespace LstmGen.Benchmarks.Peers.OneDnn;

/// <summary>oneDNN in this process. Its threads follow OMP_NUM_THREADS, which must be 1 when the process starts.</summary>
internal sealed class OneDnnPeer : ITrainingPeer
{
    private readonly Version _version = Dnnl.Load();

    public string Name => "oneDNN";

    public string Details => _version.ToString();

    public IPrepared PrepareTraining(TrainingProblem problem) => new OneDnnTraining(problem);

    public void Dispose()
    {
    }
}
