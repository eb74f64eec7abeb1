using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LstmGen.Kernels;
using LstmGen.Training.Tape;

namespace LstmGen.Training.Kernels;

/// <summary>
/// A tape that runs the kernels given as type arguments: every call below is direct. Threads take rows of the batch, from the inputs
/// up and from the outputs back, each at its own pace; when all are done they take columns of the weights' gradients.
/// </summary>
/// <typeparam name="TFirst">Kernels of layer 0.</typeparam>
/// <typeparam name="TUpper">Kernels of the layers above.</typeparam>
/// <typeparam name="THead">The head.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class LstmKernelTape<TFirst, TUpper, THead> : LstmTape
    where TFirst : struct, ILstmTrainingKernels
    where TUpper : struct, ILstmTrainingKernels
    where THead : struct, ILstmHeadTrainingKernels
{
    // Rows of the tape whose inputs' gradient is computed together: their derivatives are still in the second cache.
    private const int InputGradientRows = 256;

    private readonly TapeMemory _memory;
    private readonly TapeDropout _dropout;
    private readonly TapeWorkers _workers;
    private readonly LstmPackedWeights _weights;
    private readonly TapeWeights[] _backwardWeights;
    private readonly TapeGradients[] _gradients;
    private readonly TapeHeadGradients _headGradients;
    private readonly Action<int> _pack;
    private readonly Action<int> _forward;
    private readonly Action<int> _backward;
    private readonly Action<int> _weightGradients;
    private LstmState? _stateGradients;
    private bool _wantsInputGradients;
    private bool _accumulates;

    /// <summary>Takes memory for the options; for generated code.</summary>
    public LstmKernelTape(LstmShape shape, LstmParameters parameters, LstmTapeOptions options, string kernelSet)
        : base(shape, parameters, options, kernelSet)
    {
        _memory = new TapeMemory(shape, options, TFirst.GateStride, TUpper.GateStride);
        _dropout = new TapeDropout(shape, options);
        _weights = new LstmPackedWeights(shape, TFirst.Panels, TUpper.Panels);
        _backwardWeights = new TapeWeights[shape.Layers];
        _gradients = new TapeGradients[shape.Layers];
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            (LstmColumns hidden, LstmColumns input) = layer == 0
                ? (TFirst.HiddenColumns, TFirst.InputColumns)
                : (TUpper.HiddenColumns, TUpper.InputColumns);
            _backwardWeights[layer] = new TapeWeights(shape.LayerInput(layer), shape.Hidden, shape.Gates, hidden, input);
            _gradients[layer] = new TapeGradients(shape.LayerInput(layer), shape.Hidden, shape.Gates, _memory.GateStride(layer));
        }

        _headGradients = new TapeHeadGradients(shape);
        (_pack, _forward, _backward, _weightGradients) = (PackPart, ForwardPart, BackwardPart, WeightGradientsPart);
        _workers = new TapeWorkers(options.Threads);
    }

    /// <inheritdoc/>
    public override int FloatsPerRowAndStep => _memory.FloatsPerRowAndStep + _dropout.FloatsPerRowAndStep;

    private protected override void Pack() => _workers.Run(_pack);

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
            TapeTransfer.Outputs(ref _memory.Hidden(Shape.Layers - 1, 1, 0), _memory.Stride, Shape.Hidden, Rows, outputs);
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

    private void PackPart(int part)
    {
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            if (layer % _workers.Parts == part)
            {
                _weights.PackLayer(Parameters, layer, layer == 0 ? TFirst.Panels : TUpper.Panels);
            }

            if ((layer + 1) % _workers.Parts == part)
            {
                _backwardWeights[layer].Pack(Parameters.Layers[layer]);
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
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            if (layer == 0)
            {
                ForwardLayer<TFirst>(part, layer, first, end);
            }
            else
            {
                ForwardLayer<TUpper>(part, layer, first, end);
            }
        }

        for (int step = 0; Shape.HasHead && step < Rows.Steps; step++)
        {
            int count = Count(step, first, end);
            if (count > 0)
            {
                THead.Apply(ref Head, ref _memory.Hidden(Shape.Layers - 1, step + 1, first), ref _memory.Output(Shape.Output, step, first), count);
            }
        }
    }

    private ref float Head => ref Unsafe.Add(ref _weights.Memory, _weights.Head);

    /// <summary>How many rows of a part have a step.</summary>
    private int Count(int step, int first, int end) => Math.Min(Rows.Running(step), end) - first;

    private void ForwardLayer<T>(int part, int layer, int first, int end)
        where T : struct, ILstmTrainingKernels
    {
        ref float w = ref Unsafe.Add(ref _weights.Memory, _weights.Layer(layer));
        ref float z = ref _memory.Scratch(part);
        for (int step = 0; step < Rows.Steps; step++)
        {
            int count = Count(step, first, end);
            if (count <= 0)
            {
                break;
            }

            if (layer > 0 && _dropout.Passed)
            {
                _dropout.MaskPassing(layer - 1, step, first, count, Rows, ref _memory.Hidden(layer - 1, step + 1, first));
            }

            if (_dropout.Recurrent)
            {
                _dropout.MaskRecurrence(layer, step, first, count, ref _memory.Hidden(layer, step, first));
            }

            T.Forward(
                ref w, ref InputOf(layer, step, first), InputStride(layer), ref z, ref RecurrenceOf(layer, step, first),
                ref _memory.Cell(layer, step, first), ref _memory.Hidden(layer, step + 1, first), ref _memory.Cell(layer, step + 1, first),
                ref _memory.Gates(layer, step, first), count);
        }
    }

    /// <summary>What a layer reads from below at a step.</summary>
    private ref float InputOf(int layer, int step, int row)
    {
        if (layer == 0)
        {
            return ref _memory.Input(Shape.Input, step, row);
        }

        if (_dropout.Passed)
        {
            return ref _dropout.Passing(layer - 1, step, row);
        }

        return ref _memory.Hidden(layer - 1, step + 1, row);
    }

    private int InputStride(int layer) => layer == 0 ? Shape.Input : _memory.Stride;

    /// <summary>What a layer reads from the step before.</summary>
    private ref float RecurrenceOf(int layer, int step, int row)
    {
        if (_dropout.Recurrent)
        {
            return ref _dropout.Recurrence(layer, step, row);
        }

        return ref _memory.Hidden(layer, step, row);
    }
}
