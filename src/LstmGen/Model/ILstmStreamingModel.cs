namespace LstmGen;

/// <summary>A model that takes one sample after the other: of a class none of whose layers reads from the end of a sequence.</summary>
/// <typeparam name="TSelf">The model class itself.</typeparam>
public interface ILstmStreamingModel<TSelf> : ILstmModel<TSelf>
    where TSelf : class, ILstmStreamingModel<TSelf>
{
    /// <summary>One time step of one sequence.</summary>
    /// <param name="input">[Input] features.</param>
    /// <param name="state">A state of batch 1, updated in place.</param>
    /// <param name="output">[OutputSize], written.</param>
    /// <exception cref="ArgumentException">A length differs, the state is of another shape or batch, or the buffers overlap.</exception>
    void Step(ReadOnlySpan<float> input, LstmState state, Span<float> output);
}
