using LstmGen.Training;

namespace LstmGen.Benchmarks.Peers.Ours;

/// <summary>
/// A training step that also changes the weights: gradients clipped by their global norm, a step of Adam; the next forward pass
/// packs the weights anew. What that takes is shown by two forward passes of a single time step, of which only the first packs.
/// </summary>
/// <remarks>The problem must be one of its own: the parameters change.</remarks>
internal sealed class LstmGenUpdate : LstmGenTraining
{
    // Far below the norm, so that the gradients are scaled every time; a rate at which the weights stay what they are meant to be.
    private const float MaxNorm = 1;
    private const float LearningRate = 1e-6f;
    private readonly Adam _adam;

    internal LstmGenUpdate(TrainingProblem problem)
        : base(problem, 1)
        => _adam = new Adam(Tape.Trainables, new() { LearningRate = LearningRate });

    protected override void Step()
    {
        Forward(steps: 1);
        Mark(PackingPart);
        Forward(steps: 1);
        Mark(OtherPart, from: PackingPart);
        base.Step();
        LstmClipping.ByGlobalNorm(Tape.Trainables, MaxNorm);
        _adam.Step();
        Mark(UpdatePart);
    }
}
