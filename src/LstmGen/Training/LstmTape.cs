using LstmGen.Kernels;
using LstmGen.Training.Tape;

namespace LstmGen.Training;

/// <summary>
/// A forward pass that remembers what its backward pass needs, and that backward pass, for one model shape: backpropagation
/// through time. Created by <see cref="ILstmTrainable{TSelf}.CreateTape"/>; used by one thread at a time.
/// </summary>
/// <remarks>
/// Buffers are time-major, [T, B, features], row-major. Nothing is allocated after construction. Gradients have the same bits on
/// every instruction set and for any number of threads; those of inputs and initial states are the same alone or in any batch.
/// </remarks>
public abstract partial class LstmTape : IDisposable
{
    private readonly TapeUse _use = new();
    private readonly TapeRows _rows;
    private readonly bool[]? _begun;
    private (long Version, long? MaskPass) _packed = (-1, null);
    private readonly TapeEmbedding? _embedding;
    private TapeMask? _mask;
    private bool _masked;
    private bool _hasStates;
    private bool _ran;

    private protected LstmTape(LstmShape shape, LstmParameters parameters, LstmTapeOptions options, string kernelSet)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        TapeGuard.Options(shape, options);
        TapeGuard.Parameters(shape, parameters);
        (Shape, Parameters, Options, KernelSet) = (shape, parameters, options, kernelSet);
        GradientsOfParameters = new LstmParameters(shape);
        Trainables = shape.Tensors(options.Prefix, options.Prefix + "head.").ConvertAll(tensor => new LstmTrainable(
            tensor.Name, tensor.Dimensions, parameters.Values(tensor), GradientsOfParameters.Values(tensor), parameters.Version));
        _rows = new TapeRows(options.Batch, options.Steps);
        _embedding = shape.EmbeddedTokens > 0 ? new TapeEmbedding(shape, options) : null;
        _begun = shape.Parts.LearnsInitialStates ? new bool[options.Batch] : null;
    }

    /// <summary>The shape of the model.</summary>
    public LstmShape Shape { get; }

    /// <summary>What the tape was made for.</summary>
    public LstmTapeOptions Options { get; }

    /// <summary>The kernel set in use.</summary>
    public string KernelSet { get; }

    /// <summary>
    /// The parameters given at construction; change them through <see cref="Trainables"/>, of this tape or of any other over the same
    /// parameters: each forward pass takes them as they then are.
    /// </summary>
    public LstmParameters Parameters { get; }

    /// <summary>Each parameter tensor with its gradient, in PyTorch's order.</summary>
    public IReadOnlyList<LstmTrainable> Trainables { get; }

    /// <summary>Number of the next forward pass with dropout; with the seed it determines the masks. A checkpoint keeps it.</summary>
    public long Pass { get; set; }

    /// <summary>Floats the tape holds for one row and step: activations, states and the gradients that replace them.</summary>
    public abstract int FloatsPerRowAndStep { get; }

    private protected TapeRows Rows => _rows;

    /// <summary>Which rows of the caller's batch had just begun before the last forward pass; null where states begin with zeros.</summary>
    private protected bool[]? Begun => _begun;

    internal LstmParameters GradientsOfParameters { get; }

    /// <summary>A zero state for the batch; for initial states and for gradients of states.</summary>
    /// <remarks>
    /// With <see cref="LstmCellAttribute.LearnedInitialState"/> a forward pass gives the present initial values to rows that no run, step or setter has had since the state was
    /// made or they were reset, and the backward pass the gradient of such rows to their tensors. A row of length 0 goes on beginning.
    /// </remarks>
    public LstmState CreateState() => new(Shape, Options.Batch);

    /// <summary>T time steps of every sequence; T, at most <see cref="LstmTapeOptions.Steps"/>, follows from the length of <paramref name="inputs"/>.</summary>
    /// <remarks>Without dropout outputs and states have the bits of <c>Run</c>.</remarks>
    /// <param name="inputs">[T, B, Input]; copied, so they may change before <see cref="Backward"/>.</param>
    /// <param name="state">The B initial states; updated in place to the states after the last step.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written.</param>
    /// <param name="dropout">False for an evaluation: no masks, and <see cref="Pass"/> stays.</param>
    /// <exception cref="ArgumentException">A length differs, the state is of another shape or batch, or the buffers overlap.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this tape, or another call has the state.</exception>
    /// <exception cref="ObjectDisposedException">The tape was disposed.</exception>
    public void Forward(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs, bool dropout = true)
    {
        int steps = TapeGuard.Forward(Shape, Options, inputs, state, outputs);
        _use.Enter();
        try
        {
            _masked = false;
            _embedding?.Leave();
            _rows.SetFull(steps);
            Run(inputs, state, outputs, dropout);
        }
        finally
        {
            _use.Exit();
        }
    }

    /// <summary>Sequences of different lengths: row b takes its first <c>lengths[b]</c> steps.</summary>
    /// <param name="inputs">[T, B, Input]; what lies past a row's length is not read.</param>
    /// <param name="lengths">[B], each 0 to T, in any order.</param>
    /// <param name="state">The B initial states; updated in place to those after each row's last step. Length 0 leaves a row unchanged.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written; exactly 0 past a row's length.</param>
    /// <param name="dropout">False for an evaluation: no masks, and <see cref="Pass"/> stays.</param>
    /// <exception cref="ArgumentException">A length differs or is out of range, the state is of another shape, or the buffers overlap.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this tape, or another call has the state.</exception>
    /// <exception cref="ObjectDisposedException">The tape was disposed.</exception>
    public void Forward(ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs, bool dropout = true)
    {
        int steps = TapeGuard.Forward(Shape, Options, inputs, state, outputs);
        LstmGuard.Lengths(lengths, state, steps);
        _use.Enter();
        try
        {
            _masked = false;
            _embedding?.Leave();
            _rows.Set(lengths, steps);
            Run(inputs, state, outputs, dropout);
        }
        finally
        {
            _use.Exit();
        }
    }

    /// <summary>Sequences with gaps: steps that do not count are not read, keep the state and have no gradient.</summary>
    /// <remarks>The first such pass of a tape takes memory for a batch without gaps.</remarks>
    /// <param name="inputs">[T, B, Input].</param>
    /// <param name="mask">Which steps count, of T steps and B sequences; it may be set anew before <see cref="Backward"/>.</param>
    /// <param name="state">The B initial states; updated in place to those after the last step that counts.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written.</param>
    /// <param name="masked">What outputs of steps are that do not count; the gradient of repeated ones is added to that of what they repeat.</param>
    /// <param name="dropout">False for an evaluation: no masks of dropout, and <see cref="Pass"/> stays.</param>
    /// <exception cref="ArgumentException">A length differs, mask or state are of other sizes, or the buffers overlap.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this tape, or another call has the state.</exception>
    /// <exception cref="ObjectDisposedException">The tape was disposed.</exception>
    public void Forward(
        ReadOnlySpan<float> inputs, LstmMask mask, LstmState state, Span<float> outputs, LstmMaskedOutput masked = LstmMaskedOutput.Zero, bool dropout = true)
    {
        ArgumentNullException.ThrowIfNull(mask);
        int steps = TapeGuard.Forward(Shape, Options, inputs, state, outputs);
        mask.Require(steps, Options.Batch, nameof(mask));
        _use.Enter();
        try
        {
            _mask ??= new TapeMask(Shape, Options);
            _mask.Begin(mask, masked);
            _mask.CloseInputs(inputs);
            _masked = true;
            _embedding?.Leave();
            _rows.Set(_mask.Lengths, steps);
            Run(_mask.Inputs, state, _mask.Outputs, dropout);
            _mask.OpenOutputs(outputs);
        }
        finally
        {
            _use.Exit();
        }
    }

    /// <summary>The gradients of the last forward pass.</summary>
    /// <param name="outputGradients">[T, B, OutputSize], or [B, OutputSize] of all steps together: of the loss with respect to the outputs; what lies past a row's length is not read.</param>
    /// <param name="stateGradients">Holds the gradient with respect to the final states; becomes, in place, that with respect to
    /// the initial states. Null: the final states do not enter the loss and the initial states' gradient is not wanted.</param>
    /// <param name="inputGradients">[T, B, Input], written, 0 past a row's length; or empty: not wanted, and of tokens not to be had.</param>
    /// <param name="accumulate">Continues the sums of the backward pass before, instead of starting the gradients of
    /// <see cref="Trainables"/> anew. The sums are the tape's own: what the caller did to those gradients in between is lost.</param>
    /// <exception cref="InvalidOperationException">There was no forward pass since the last backward pass, another thread runs a pass of this tape, or another call has the state.</exception>
    /// <exception cref="ArgumentException">A length differs, or the state is of another shape or batch.</exception>
    /// <exception cref="ObjectDisposedException">The tape was disposed.</exception>
    public void Backward(
        ReadOnlySpan<float> outputGradients, LstmState? stateGradients = null, Span<float> inputGradients = default, bool accumulate = false)
    {
        _use.Enter();
        try
        {
            if (!_ran)
            {
                throw new InvalidOperationException("Backward needs a Forward before it: each backward pass uses up what its forward pass remembered.");
            }

            TapeGuard.Backward(Shape, Options, _rows.Steps, outputGradients, stateGradients, inputGradients);
            bool embedded = _embedding is { IsUsed: true };
            if (embedded && !inputGradients.IsEmpty)
            {
                throw new ArgumentException("The inputs were tokens, which have no gradient: that of their vectors is the gradient of embedding.weight. An empty buffer was expected.", nameof(inputGradients));
            }

            stateGradients?.Enter();
            try
            {
                _ran = false;
                if (_masked)
                {
                    _mask!.CloseOutputGradients(outputGradients);
                    RunBackward(_mask.Outputs, stateGradients, embedded ? _embedding!.Vectors(_rows.Steps) : inputGradients.IsEmpty ? default : _mask.Inputs, accumulate);
                    if (!inputGradients.IsEmpty)
                    {
                        _mask.OpenInputGradients(inputGradients);
                    }
                }
                else
                {
                    RunBackward(outputGradients, stateGradients, embedded ? _embedding!.Vectors(_rows.Steps) : inputGradients, accumulate);
                }

                _embedding?.Gradients(_rows, accumulate, GradientsOfParameters.Parts[0].InputWeights);
            }
            finally
            {
                stateGradients?.Leave();
            }
        }
        finally
        {
            _use.Exit();
        }
    }

    /// <summary>What a layer carried from step to step in the last forward pass, such as every c; its backward pass leaves it as it is.</summary>
    /// <param name="name">Which state: one of <see cref="LstmState.NamesOf"/>, <c>cell</c> for c.</param>
    /// <param name="layer">Of which layer, directions counted; 0 is the first. A layer that reads from the end has at a step what it has after reading that step.</param>
    /// <param name="values">[T, B, values of the state], written; 0 past a row's length and in steps that a mask leaves out.</param>
    /// <exception cref="ArgumentException">The length differs, or there is no such state.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="InvalidOperationException">There was no forward pass, or another thread runs a pass of this tape.</exception>
    /// <exception cref="ObjectDisposedException">The tape was disposed.</exception>
    public void GetStates(string name, int layer, Span<float> values)
    {
        _use.Enter();
        try
        {
            if (!_hasStates)
            {
                throw new InvalidOperationException("GetStates needs a Forward before it.");
            }

            int index = Shape.Parts.StateOf(name, layer), width = Shape.Parts.Recurrent[layer].Width(index);
            TapeGuard.States(values.Length, _rows.Steps, Options.Batch, width, name);
            CopyStates(index, layer, values);
            if (_masked)
            {
                _mask!.OpenStates(values, width);
            }
        }
        finally
        {
            _use.Exit();
        }
    }

    /// <summary>Ends the threads of the tape, after the pass that runs where another thread disposes; passes after that are refused.</summary>
    /// <remarks>A tape that is forgotten instead is collected, and its threads end then.</remarks>
    public void Dispose()
    {
        _use.End();
        EndThreads();
    }

    /// <summary>Packs the parameters as they are.</summary>
    /// <param name="maskPass">The pass whose masks they go through; null for none.</param>
    private protected abstract void Pack(long? maskPass);

    private protected abstract void RunForward(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs, bool dropout);

    private protected abstract void RunBackward(
        ReadOnlySpan<float> outputGradients, LstmState? stateGradients, Span<float> inputGradients, bool accumulate);

    private protected abstract void EndThreads();

    /// <summary>Copies a state after each step to [T, B, values] in the caller's order; zeros past a row's length.</summary>
    private protected abstract void CopyStates(int state, int layer, Span<float> values);

    private void Run(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs, bool dropout)
    {
        (long Version, long? MaskPass) wanted = (Parameters.Version.Value, dropout && Options.RecurrentWeightDropout > 0 ? Pass : null);
        if (wanted != _packed)
        {
            Pack(wanted.MaskPass);
            _packed = wanted;
        }

        if (_begun is not null)
        {
            state.CopyBegun(_begun);
        }

        state.Enter();
        try
        {
            _ran = false;
            _hasStates = false;
            RunForward(inputs, state, outputs, dropout);
            (_ran, _hasStates) = (true, true);
        }
        finally
        {
            state.Leave();
            for (int row = 0; _begun is not null && row < Options.Batch; row++)
            {
                if (_begun[_rows.Source(row)] && (!_ran || _rows.LengthOf(row) == 0))
                {
                    state.MarkBegun(_rows.Source(row));
                }
            }
        }
    }
}
