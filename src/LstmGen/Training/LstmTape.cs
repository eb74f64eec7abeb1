namespace LstmGen.Training;

/// <summary>
/// A forward pass that remembers what its backward pass needs, and that backward pass, for one model shape: backpropagation
/// through time. Created by <see cref="ILstmTrainable{TSelf}.CreateTape"/>; used by one thread at a time.
/// </summary>
/// <remarks>Buffers are time-major, [T, B, features], row-major. Nothing is allocated after construction.</remarks>
public abstract class LstmTape : IDisposable
{
    private protected LstmTape(LstmParameters parameters, LstmTapeOptions options)
    {
        Parameters = parameters;
        Options = options;
        Trainables = [];
    }

    /// <summary>The shape of the model.</summary>
    public LstmShape Shape => Parameters.Shape;

    /// <summary>What the tape was made for.</summary>
    public LstmTapeOptions Options { get; }

    /// <summary>The kernel set in use.</summary>
    public abstract string KernelSet { get; }

    /// <summary>The parameters given at construction.</summary>
    public LstmParameters Parameters { get; }

    /// <summary>Each parameter tensor with its gradient, in PyTorch's order.</summary>
    public IReadOnlyList<LstmTrainable> Trainables { get; }

    /// <summary>Number of the next forward pass that trains; with the seed it determines the dropout masks. A checkpoint keeps it.</summary>
    public long Pass { get; set; }

    /// <summary>Floats the tape holds for one row and step: activations, states and the gradients that replace them.</summary>
    public abstract int FloatsPerRowAndStep { get; }

    /// <summary>A zero state for the batch, as <see cref="ILstmModel{TSelf}.CreateState"/> gives; for initial states and for gradients of states.</summary>
    public LstmState CreateState() => new(Shape, Options.Batch);

    /// <summary>T time steps of every sequence; T, at most <see cref="LstmTapeOptions.Steps"/>, follows from the length of <paramref name="inputs"/>.</summary>
    /// <remarks>Without dropout outputs and states have the bits of <c>Run</c>.</remarks>
    /// <param name="inputs">[T, B, Input]; copied, so they may change before <see cref="Backward"/>.</param>
    /// <param name="state">The B initial states; updated in place to the states after the last step.</param>
    /// <param name="outputs">[T, B, OutputSize], written.</param>
    /// <param name="dropout">False for an evaluation: no masks, and <see cref="Pass"/> stays.</param>
    /// <exception cref="ArgumentException">A length differs, the state is of another shape or batch, or the buffers overlap.</exception>
    public void Forward(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs, bool dropout = true)
        => throw new NotImplementedException();

    /// <summary>Sequences of different lengths: row b takes its first <c>lengths[b]</c> steps.</summary>
    /// <param name="inputs">[T, B, Input]; what lies past a row's length is not read.</param>
    /// <param name="lengths">[B], each 0 to T, in any order.</param>
    /// <param name="state">The B initial states; updated in place to those after each row's last step. Length 0 leaves a row unchanged.</param>
    /// <param name="outputs">[T, B, OutputSize], written; exactly 0 past a row's length.</param>
    /// <param name="dropout">False for an evaluation: no masks, and <see cref="Pass"/> stays.</param>
    /// <exception cref="ArgumentException">A length differs or is out of range, the state is of another shape, or the buffers overlap.</exception>
    public void Forward(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs, bool dropout = true)
        => throw new NotImplementedException();

    /// <summary>The gradients of the last forward pass.</summary>
    /// <param name="outputGradients">[T, B, OutputSize]: of the loss with respect to the outputs; what lies past a row's length is not read.</param>
    /// <param name="stateGradients">Holds the gradient with respect to the final states; becomes, in place, that with respect to
    /// the initial states. Null: the final states do not enter the loss and the initial states' gradient is not wanted.</param>
    /// <param name="inputGradients">[T, B, Input], written, 0 past a row's length; or empty: not wanted.</param>
    /// <param name="accumulate">Adds to the gradients of <see cref="Trainables"/> instead of replacing them.</param>
    /// <exception cref="InvalidOperationException">There was no forward pass since the last backward pass.</exception>
    /// <exception cref="ArgumentException">A length differs, or the state is of another shape or batch.</exception>
    public void Backward(
        ReadOnlySpan<float> outputGradients, LstmState? stateGradients = null, Span<float> inputGradients = default, bool accumulate = false)
        => throw new NotImplementedException();

    /// <summary>Ends the threads of the tape.</summary>
    public void Dispose() => GC.SuppressFinalize(this);
}
