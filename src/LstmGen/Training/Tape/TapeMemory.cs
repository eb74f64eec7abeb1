using System.Runtime.CompilerServices;
using LstmGen.Kernels;
using LstmGen.Training.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>
/// What a pass remembers. Rows are in the order of <see cref="TapeRows"/>; S is Hidden rounded up to 16. Each layer has its gates
/// [T, B, TapeStride], and its states [1 + T, B, S], the initial ones first. All layers share the gradient of h [1 + T, B, S]: that of
/// a layer's inputs takes the place of what has been used up.
/// </summary>
internal sealed class TapeMemory
{
    private readonly AlignedMemory[] _gates;
    private readonly AlignedMemory[,] _states;
    private readonly AlignedMemory _inputs;
    private readonly AlignedMemory _outputs;
    private readonly AlignedMemory _hiddenGradients;
    private readonly AlignedMemory _inputGradients;
    private readonly AlignedMemory[] _stateGradients;
    private readonly AlignedMemory _scratch;

    private readonly LstmTrainingUse[] _uses;
    private readonly int _scratchFloats;

    internal TapeMemory(LstmShape shape, LstmTapeOptions options, LstmNetworkLayout network, LstmTrainingLayout layout)
    {
        Batch = options.Batch;
        Stride = LstmStateLayout.Round16(shape.Hidden);
        InputStride = LstmStateLayout.Round16(shape.Input);
        _uses = layout.Uses;
        _scratchFloats = checked(LstmRows.Block * network.BatchScratch);
        _gates = new AlignedMemory[_uses.Length];
        int kinds = shape.Cell.States.Length;
        _states = new AlignedMemory[kinds, _uses.Length];
        long rows = (long)options.Steps * Batch;
        long states = rows + Batch;
        for (int use = 0; use < _uses.Length; use++)
        {
            _gates[use] = Allocate(rows * _uses[use].TapeStride, "gates");
            for (int state = 0; state < kinds; state++)
            {
                _states[state, use] = Allocate(states * Stride, "states");
            }

            FloatsPerRowAndStep += _uses[use].TapeStride + (kinds * Stride);
        }

        _inputs = Allocate(rows * shape.Input, "inputs");
        _outputs = Allocate(rows * shape.Output, "outputs");
        _hiddenGradients = Allocate(states * Stride, "gradients");
        _inputGradients = Allocate(rows * InputStride, "gradients of inputs");
        _stateGradients = new AlignedMemory[kinds];
        for (int state = 1; state < kinds; state++)
        {
            _stateGradients[state] = Allocate((long)Batch * Stride, "gradients");
        }

        _scratch = Allocate((long)options.Threads * _scratchFloats, "scratch");
        FloatsPerRowAndStep += shape.Input + shape.Output + Stride + InputStride;
    }

    internal int Batch { get; }

    internal int Stride { get; }

    internal int InputStride { get; }

    internal int FloatsPerRowAndStep { get; }

    internal Span<float> Inputs => _inputs.Span;

    /// <summary>Outputs of a head, then their gradient.</summary>
    internal Span<float> Outputs => _outputs.Span;

    /// <summary>What a layer keeps of its gates at a step, from a row on.</summary>
    internal ref float Gates(int layer, int step, int row)
        => ref Unsafe.Add(ref _gates[layer].Reference, ((nint)((step * Batch) + row)) * _uses[layer].TapeStride);

    /// <summary>A state of a layer before a step, from a row on; that after the last step is before the one that would follow.</summary>
    internal ref float State(int state, int layer, int step, int row) => ref Unsafe.Add(ref _states[state, layer].Reference, Place(step, row));

    /// <summary>The first of the states, h.</summary>
    internal ref float Hidden(int layer, int step, int row) => ref State(0, layer, step, row);

    /// <summary>The second of the states, c.</summary>
    internal ref float Cell(int layer, int step, int row) => ref State(1, layer, step, row);

    /// <summary>Gradient of h before a step, from a row on.</summary>
    internal ref float HiddenGradient(int step, int row) => ref Unsafe.Add(ref _hiddenGradients.Reference, Place(step, row));

    /// <summary>Gradient of a state but the first, which a step carries to the one before it, from a row on.</summary>
    internal ref float StateGradient(int state, int row) => ref Unsafe.Add(ref _stateGradients[state].Reference, (nint)row * Stride);

    /// <summary>Inputs of a step from a row on, of any number of features.</summary>
    internal ref float Input(int features, int step, int row) => ref Unsafe.Add(ref _inputs.Reference, ((nint)((step * Batch) + row)) * features);

    internal ref float InputGradient(int step, int row)
        => ref Unsafe.Add(ref _inputGradients.Reference, ((nint)((step * Batch) + row)) * InputStride);

    internal ref float Output(int features, int step, int row) => ref Unsafe.Add(ref _outputs.Reference, ((nint)((step * Batch) + row)) * features);

    internal ref float Scratch(int thread) => ref Unsafe.Add(ref _scratch.Reference, thread * _scratchFloats);

    private nint Place(int step, int row) => (nint)((step * Batch) + row) * Stride;

    private static AlignedMemory Allocate(long floats, string what)
        => floats <= Array.MaxLength - 64
            ? new AlignedMemory((int)floats)
            : throw new ArgumentOutOfRangeException(
                "options", floats, $"The {what} of a layer would need {floats} floats; at most {Array.MaxLength - 64} are possible: fewer steps or a smaller batch.");
}
