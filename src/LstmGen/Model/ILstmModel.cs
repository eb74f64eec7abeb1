namespace LstmGen;

/// <summary>
/// What every class marked with <see cref="LstmModelAttribute"/> or <see cref="LstmNetworkAttribute"/> offers. A model never changes after construction:
/// any number of threads may use one, each with states of its own.
/// </summary>
/// <remarks>Buffers are time-major, [T, B, features], row-major. No method but <see cref="CreateState"/> and
/// <see cref="Create(LstmWeights)"/> allocates.</remarks>
/// <typeparam name="TSelf">The model class itself.</typeparam>
public interface ILstmModel<TSelf>
    where TSelf : class, ILstmModel<TSelf>
{
    /// <summary>The shape the class was compiled for.</summary>
    static abstract LstmShape Shape { get; }

    /// <summary>
    /// Names of the kernel sets this processor can run, best first. All give the same bits.
    /// </summary>
    static abstract IReadOnlyList<string> KernelSets { get; }

    /// <summary>A model with the given weights and the best kernel set.</summary>
    /// <exception cref="LstmFormatException">The weights do not fit <see cref="Shape"/>.</exception>
    static abstract TSelf Create(LstmWeights weights);

    /// <summary>A model with the given weights and one of <see cref="KernelSets"/>.</summary>
    /// <exception cref="LstmFormatException">The weights do not fit <see cref="Shape"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="kernelSet"/> is not one of <see cref="KernelSets"/>.</exception>
    static abstract TSelf Create(LstmWeights weights, string kernelSet);

    /// <summary>The kernel set this instance runs.</summary>
    string KernelSet { get; }

    /// <summary>What the generator planned for <see cref="KernelSet"/>: tiles, registers, multiply-adds, bytes per step.</summary>
    string Plan { get; }

    /// <summary>A zero state for <paramref name="batch"/> sequences; with <see cref="LstmCellAttribute.LearnedInitialState"/> the initial values among the weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is below 1 or the state would exceed 2^31 floats.</exception>
    LstmState CreateState(int batch = 1);

    /// <summary>T time steps of every sequence of the state; T follows from the length of <paramref name="inputs"/>.</summary>
    /// <param name="inputs">[T, B, Input].</param>
    /// <param name="state">The B initial states; updated in place to the states after the last step.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written.</param>
    /// <exception cref="ArgumentException">A length differs, the state is of another shape, or the buffers overlap.</exception>
    void Run(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs);

    /// <summary>Sequences of different lengths: row b takes its first <c>lengths[b]</c> steps.</summary>
    /// <param name="inputs">[T, B, Input]; what lies past a row's length is not read.</param>
    /// <param name="lengths">[B], each 0 to T, in any order.</param>
    /// <param name="state">The B initial states; updated in place to those after each row's last step. Length 0 leaves a row unchanged.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written; exactly 0 past a row's length.</param>
    /// <exception cref="ArgumentException">A length differs or is out of range, the state is of another shape, or the buffers overlap.</exception>
    void Run(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs);
}
