namespace LstmGen;

/// <summary>A model that takes one token after the other: of a class with <see cref="LstmModelAttribute.Tokens"/> that has a <c>Step</c>.</summary>
/// <typeparam name="TSelf">The model class itself.</typeparam>
public interface ILstmStreamingTokenModel<TSelf> : ILstmTokenModel<TSelf>, ILstmStreamingModel<TSelf>
    where TSelf : class, ILstmStreamingTokenModel<TSelf>
{
    /// <summary>One time step of one sequence.</summary>
    /// <param name="token">0 up to but not including <see cref="LstmModelAttribute.Tokens"/>.</param>
    /// <param name="state">A state of batch 1, updated in place.</param>
    /// <param name="output">[OutputSize], written.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    /// <exception cref="ArgumentException">A length differs, or the state is of another shape or batch.</exception>
    void Step(int token, LstmState state, Span<float> output);
}
