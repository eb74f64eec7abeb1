namespace LstmGen;

/// <summary>
/// What a class with <see cref="LstmModelAttribute.Tokens"/> offers besides: samples are tokens, and a token is the one-hot vector of as many
/// features. Every method gives the bits that its namesake of <see cref="ILstmModel{TSelf}"/> gives of those vectors.
/// </summary>
/// <remarks>No method allocates.</remarks>
/// <typeparam name="TSelf">The model class itself.</typeparam>
public interface ILstmTokenModel<TSelf> : ILstmModel<TSelf>
    where TSelf : class, ILstmTokenModel<TSelf>
{
    /// <summary>T time steps of every sequence of the state; T follows from the length of <paramref name="tokens"/>.</summary>
    /// <param name="tokens">[T, B], each 0 up to but not including <see cref="LstmModelAttribute.Tokens"/>.</param>
    /// <param name="state">The B initial states; updated in place to the states after the last step.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token; nothing was written.</exception>
    /// <exception cref="ArgumentException">A length differs, or the state is of another shape.</exception>
    void Run(ReadOnlySpan<int> tokens, LstmState state, Span<float> outputs);

    /// <summary>Sequences of different lengths: row b takes its first <c>lengths[b]</c> steps.</summary>
    /// <param name="tokens">[T, B]; what lies past a row's length is not read.</param>
    /// <param name="lengths">[B], each 0 to T, in any order.</param>
    /// <param name="state">The B initial states; updated in place to those after each row's last step. Length 0 leaves a row unchanged.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written; exactly 0 past a row's length.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token within a row's length; nothing was written.</exception>
    /// <exception cref="ArgumentException">A length differs or is out of range, or the state is of another shape.</exception>
    void Run(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs);
}
