using System.ComponentModel;
using LstmGen.Kernels;
using LstmGen.Training.Tape;

namespace LstmGen.Training.Kernels;

/// <summary>
/// A tape that runs the network given as type argument: every call below is direct. Threads take rows of the batch, from the inputs
/// up and from the outputs back, each at its own pace; when all are done they take columns of the weights' gradients.
/// </summary>
/// <typeparam name="TNetwork">The network on the instruction set in use.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class LstmKernelTape<TNetwork> : LstmTape
    where TNetwork : struct, ILstmTrainingNetwork
{
    // Rows of the tape whose inputs' gradient is computed together: their derivatives are still in the second cache.
    private const int InputGradientRows = 256;

    private readonly LstmUse[] _uses;
    private readonly LstmTrainingLayout _layout;
    private readonly TapeMemory _memory;
    private readonly TapeDropout _dropout;
    private readonly TapeWorkers _workers;
    private readonly LstmPackedWeights _weights;
    private readonly TapeMaskedWeights[] _masked;
    private readonly TapeWeights[] _backwardWeights;
    private readonly TapeGradients[] _gradients;
    private readonly TapeHeadGradients _headGradients;
    private readonly Action<int> _mask;
    private readonly Action<int> _pack;
    private readonly Action<int> _forward;
    private readonly Action<int> _backward;
    private readonly Action<int> _weightGradients;
    private LstmState? _stateGradients;
    private long? _maskPass;
    private bool _wantsInputGradients;
    private bool _accumulates;

    /// <summary>Takes memory for the options; for generated code.</summary>
    public LstmKernelTape(LstmShape shape, LstmParameters parameters, LstmTapeOptions options, string kernelSet)
        : base(shape, parameters, options, kernelSet)
    {
        LstmNetworkLayout network = TNetwork.Layout;
        (_uses, _layout) = (network.Uses, TNetwork.TrainingLayout);
        _memory = new TapeMemory(shape, options, network, _layout);
        _dropout = new TapeDropout(shape, options, _uses);
        _weights = new LstmPackedWeights(shape, network);
        _masked = options.RecurrentWeightDropout > 0 ? Array.ConvertAll(parameters.Layers, layer => new TapeMaskedWeights(layer)) : [];
        _backwardWeights = new TapeWeights[_uses.Length];
        _gradients = new TapeGradients[_uses.Length];
        for (int use = 0; use < _uses.Length; use++)
        {
            _backwardWeights[use] = new TapeWeights(_uses[use].Features, shape, _layout.Uses[use]);
            _gradients[use] = new TapeGradients(_uses[use].Features, shape, _layout.Uses[use].TapeStride);
        }

        _headGradients = new TapeHeadGradients(shape);
        (_mask, _pack, _forward, _backward, _weightGradients) = (MaskPart, PackPart, ForwardPart, BackwardPart, WeightGradientsPart);
        _workers = new TapeWorkers(options.Threads);
    }

    /// <inheritdoc/>
    public override int FloatsPerRowAndStep => _memory.FloatsPerRowAndStep + _dropout.FloatsPerRowAndStep;

    private protected override void Pack(long? maskPass)
    {
        _maskPass = maskPass;
        if (_masked.Length > 0)
        {
            _workers.Run(_mask);
        }

        _workers.Run(_pack);
    }

    private protected override void EndThreads() => _workers.Dispose();

    private protected override void RunForward(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs, bool dropout)
    {
        TapeTransfer.Inputs(inputs, Shape.Input, Rows, _memory.Inputs);
        TapeTransfer.InitialStates(state, Rows, _memory);
        if (_dropout.Begin(dropout, Pass, Rows))
        {
            Pass++;
        }

        _workers.Run(_forward);
        if (Shape.HasHead)
        {
            TapeTransfer.Outputs(_memory.Outputs, Shape.Output, Rows, outputs);
        }
        else
        {
            TapeTransfer.Outputs(ref _memory.Hidden(_weights.Layout.Outputs, 1, 0), _memory.Stride, Shape.Hidden, Rows, outputs);
        }

        TapeTransfer.FinalStates(state, Rows, _memory);
    }

    private protected override void RunBackward(
        ReadOnlySpan<float> outputGradients, LstmState? stateGradients, Span<float> inputGradients, bool accumulate)
    {
        (_stateGradients, _wantsInputGradients, _accumulates) = (stateGradients, !inputGradients.IsEmpty, accumulate);
        if (Shape.HasHead)
        {
            TapeTransfer.Inputs(outputGradients, Shape.Output, Rows, _memory.Outputs);
        }
        else
        {
            TapeTransfer.Gradients(outputGradients, Shape.Hidden, Rows, ref _memory.HiddenGradient(1, 0), _memory.Stride);
        }

        _workers.Run(_backward);
        _workers.Run(_weightGradients);
        if (_wantsInputGradients)
        {
            TapeTransfer.Outputs(ref _memory.InputGradient(0, 0), _memory.InputStride, Shape.Input, Rows, inputGradients);
        }

        _stateGradients = null;
    }

    private void MaskPart(int part)
    {
        for (int use = 0; use < _masked.Length; use++)
        {
            ulong key = _maskPass is long pass ? TapeDropout.RecurrentWeightsKey(Options, pass, use) : 0;
            _masked[use].Mask(_maskPass is null ? 0 : Options.RecurrentWeightDropout, key, part, _workers.Parts);
        }
    }

    /// <summary>What masks R of a use, or null for none.</summary>
    private TapeMaskedWeights? Masked(int use) => _masked.Length > 0 ? _masked[use] : null;

    private void PackPart(int part)
    {
        for (int use = 0; use < _uses.Length; use++)
        {
            LstmLayerParameters layer = Masked(use)?.Layer ?? Parameters.Layers[use];
            if (use % _workers.Parts == part)
            {
                _weights.PackUse(layer, use);
            }

            if ((use + 1) % _workers.Parts == part)
            {
                _backwardWeights[use].Pack(layer);
            }
        }

        if (part == 0)
        {
            _weights.PackHead(Parameters);
        }
    }

    private void ForwardPart(int part)
    {
        int first = Rows.FirstOfPart(part, _workers.Parts);
        int end = Rows.FirstOfPart(part + 1, _workers.Parts);
        for (int step = 0; _dropout.Inputs && step < Rows.Steps; step++)
        {
            _dropout.MaskInputs(step, first, Count(step, first, end), Rows, ref _memory.Input(Shape.Input, step, first), Shape.Input);
        }

        for (int use = 0; use < _uses.Length; use++)
        {
            ForwardUse(part, use, first, end);
        }

        for (int step = 0; Shape.HasHead && step < Rows.Steps; step++)
        {
            int count = Count(step, first, end);
            if (count > 0)
            {
                TNetwork.Outputs(
                    ref _weights.Head, ref _memory.Hidden(_weights.Layout.Outputs, step + 1, first), ref _memory.Output(Shape.Output, step, first), count);
            }
        }
    }

    /// <summary>How many rows of a part have a step.</summary>
    private int Count(int step, int first, int end) => Math.Min(Rows.Running(step), end) - first;

    private void ForwardUse(int part, int use, int first, int end)
    {
        ref float w = ref _weights.Use(use);
        ref float z = ref _memory.Scratch(part);
        int reads = _uses[use].Reads;
        for (int step = 0; step < Rows.Steps; step++)
        {
            int count = Count(step, first, end);
            if (count <= 0)
            {
                break;
            }

            if (_dropout.Passed && !_uses[use].ReadsInputs)
            {
                _dropout.MaskPassing(reads, step, first, count, Rows, ref _memory.Hidden(reads, step + 1, first));
            }

            if (_dropout.Recurrent)
            {
                _dropout.MaskRecurrence(use, step, first, count, ref _memory.Hidden(use, step, first));
            }

            TNetwork.Forward(
                use, ref w, ref InputOf(use, step, first), InputStride(use), ref z, ref RecurrenceOf(use, step, first),
                ref _memory.Cell(use, step, first), ref _memory.Hidden(use, step + 1, first), ref _memory.Cell(use, step + 1, first),
                ref _memory.Gates(use, step, first), count);
        }
    }

    /// <summary>What a use reads at a step, apart from its own h.</summary>
    private ref float InputOf(int use, int step, int row)
    {
        if (_uses[use].ReadsInputs)
        {
            return ref _memory.Input(Shape.Input, step, row);
        }

        if (_dropout.Passed)
        {
            return ref _dropout.Passing(_uses[use].Reads, step, row);
        }

        return ref _memory.Hidden(_uses[use].Reads, step + 1, row);
    }

    private int InputStride(int use) => _uses[use].ReadsInputs ? Shape.Input : _memory.Stride;

    /// <summary>What a use reads from the step before.</summary>
    private ref float RecurrenceOf(int use, int step, int row)
    {
        if (_dropout.Recurrent)
        {
            return ref _dropout.Recurrence(use, step, row);
        }

        return ref _memory.Hidden(use, step, row);
    }
}
