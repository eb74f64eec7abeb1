namespace LstmGen;

/// <summary>
/// A model that a program chose at run time: an <see cref="LstmDynamic"/>, or a generated class where <see cref="LstmModelChoice"/> found one. A model never changes after
/// construction: any number of threads may use one, each with states of its own.
/// </summary>
/// <remarks>Buffers are time-major, [T, B, features], row-major. No method but <see cref="CreateState"/> allocates.</remarks>
public interface ILstmRuntimeModel
{
    /// <summary>The shape of the network.</summary>
    LstmShape Shape { get; }

    /// <summary>The kernel set this instance runs.</summary>
    string KernelSet { get; }

    /// <summary>Whether it takes one sample after the other: no layer reads from the end of a sequence, and outputs are not of all steps together.</summary>
    bool CanStep { get; }

    /// <summary>Whether it takes tokens.</summary>
    bool TakesTokens { get; }

    /// <summary>A zero state for <paramref name="batch"/> sequences; with <see cref="LstmCellAttribute.LearnedInitialState"/> the initial values among the weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is below 1 or the state would exceed 2^31 floats.</exception>
    LstmState CreateState(int batch = 1);

    /// <summary>One time step of one sequence.</summary>
    /// <param name="input">[Input] features.</param>
    /// <param name="state">A state of batch 1, updated in place.</param>
    /// <param name="output">[OutputSize], written.</param>
    /// <exception cref="ArgumentException">A length differs, the state is of another shape or batch, or the buffers overlap.</exception>
    /// <exception cref="InvalidOperationException">There is no step (<see cref="CanStep"/>), or another call has the state.</exception>
    void Step(ReadOnlySpan<float> input, LstmState state, Span<float> output);

    /// <summary>T time steps of every sequence of the state; T follows from the length of <paramref name="inputs"/>.</summary>
    /// <param name="inputs">[T, B, Input].</param>
    /// <param name="state">The B initial states; updated in place to the states after the last step.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written.</param>
    /// <exception cref="ArgumentException">A length differs, the state is of another shape, or the buffers overlap.</exception>
    /// <exception cref="InvalidOperationException">Another call has the state.</exception>
    void Run(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs);

    /// <summary>Sequences of different lengths: row b takes its first <c>lengths[b]</c> steps.</summary>
    /// <param name="inputs">[T, B, Input]; what lies past a row's length is not read.</param>
    /// <param name="lengths">[B], each 0 to T, in any order.</param>
    /// <param name="state">The B initial states; updated in place to those after each row's last step. Length 0 leaves a row unchanged.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written; exactly 0 past a row's length.</param>
    /// <exception cref="ArgumentException">A length differs or is out of range, the state is of another shape, or the buffers overlap.</exception>
    /// <exception cref="InvalidOperationException">Another call has the state.</exception>
    void Run(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs);

    /// <summary>One time step of one sequence.</summary>
    /// <param name="token">0 up to but not including the number of tokens.</param>
    /// <param name="state">A state of batch 1, updated in place.</param>
    /// <param name="output">[OutputSize], written.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    /// <exception cref="ArgumentException">A length differs, or the state is of another shape or batch.</exception>
    /// <exception cref="InvalidOperationException">The network takes no tokens (<see cref="TakesTokens"/>), there is no step (<see cref="CanStep"/>), or another call has the state.</exception>
    void Step(int token, LstmState state, Span<float> output);

    /// <summary>T time steps of every sequence of the state; T follows from the length of <paramref name="tokens"/>.</summary>
    /// <param name="tokens">[T, B], each 0 up to but not including the number of tokens.</param>
    /// <param name="state">The B initial states; updated in place to the states after the last step.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token; nothing was written.</exception>
    /// <exception cref="ArgumentException">A length differs, or the state is of another shape.</exception>
    /// <exception cref="InvalidOperationException">The network takes no tokens (<see cref="TakesTokens"/>), or another call has the state.</exception>
    void Run(ReadOnlySpan<int> tokens, LstmState state, Span<float> outputs);

    /// <summary>Sequences of different lengths: row b takes its first <c>lengths[b]</c> steps.</summary>
    /// <param name="tokens">[T, B]; what lies past a row's length is not read.</param>
    /// <param name="lengths">[B], each 0 to T, in any order.</param>
    /// <param name="state">The B initial states; updated in place to those after each row's last step. Length 0 leaves a row unchanged.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written; exactly 0 past a row's length.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token within a row's length; nothing was written.</exception>
    /// <exception cref="ArgumentException">A length differs or is out of range, or the state is of another shape.</exception>
    /// <exception cref="InvalidOperationException">The network takes no tokens (<see cref="TakesTokens"/>), or another call has the state.</exception>
    void Run(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs);
}
