using System.ComponentModel;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>A model whose steps several threads can share: of a class with <c>LowLatency = true</c>. <see cref="LstmLowLatency{TModel}"/> calls it.</summary>
/// <typeparam name="TSelf">The model class itself.</typeparam>
public interface ILstmLowLatencyModel<TSelf> : ILstmStreamingModel<TSelf>
    where TSelf : class, ILstmLowLatencyModel<TSelf>
{
    /// <summary>What threads share for the steps of this model.</summary>
    /// <param name="members">How many threads.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    LstmStepTeam CreateTeam(int members);

    /// <summary>What one thread does of a step; all of the team call it once a step.</summary>
    /// <param name="team">What they share.</param>
    /// <param name="member">Which of them: 0 is the one that has the inputs and wants the outputs.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    void StepPart(LstmStepTeam team, int member);
}
