namespace LstmGen.Benchmarks.Peers.OneDnn;

/// <summary>oneDNN in this process. Its threads follow OMP_NUM_THREADS, which must be set when the process starts.</summary>
internal sealed class OneDnnPeer : ITrainingPeer, IInferencePeer
{
    internal const string Title = "oneDNN";
    private readonly Version _version = Dnnl.Load();

    public string Name => Title;

    public string Details => _version.ToString();

    public bool Has(LstmShape shape) => shape.CellOptions.Norm == LstmNorm.None;

    public IPrepared PrepareTraining(TrainingProblem problem) => new OneDnnTraining(problem);

    public IPrepared PrepareInference(InferenceProblem problem) => new OneDnnInference(problem);

    public void Dispose()
    {
    }
}
