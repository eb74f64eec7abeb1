namespace LstmGen.Benchmarks.Peers;

/// <summary>A peer that computes gradients.</summary>
internal interface ITrainingPeer : IPeer
{
    /// <summary>Makes everything that a training step needs.</summary>
    IPrepared PrepareTraining(TrainingProblem problem);

    /// <summary>Whether it has such layers.</summary>
    bool Has(LstmShape shape) => true;
}
