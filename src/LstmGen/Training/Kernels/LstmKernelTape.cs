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

    private readonly LstmNode[] _nodes;
    private readonly LstmUse[] _uses;
    private readonly int[] _nodeOfUse;
    private readonly bool[][] _starts;
    private readonly LstmTrainingLayout _layout;
    private readonly TapeMemory _memory;
    private readonly TapeDropout _dropout;
    private readonly TapeZoneout _zoneout;
    private readonly TapeInitialStates? _initialStates;
    private readonly TapeWorkers _workers;
    private readonly LstmPackedWeights _weights;
    private readonly TapeMaskedWeights?[] _masked;
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
        (_nodes, _uses, _layout) = (network.Nodes, network.Uses, TNetwork.TrainingLayout);
        _memory = new TapeMemory(shape, options, network, _layout);
        _dropout = new TapeDropout(shape, options, _nodes);
        _zoneout = new TapeZoneout(options, network);
        _initialStates = TapeInitialStates.Create(network, parameters, options.Batch);
        _weights = new LstmPackedWeights(shape, network);
        _masked = new TapeMaskedWeights?[_uses.Length];
        _nodeOfUse = new int[_uses.Length];
        _starts = [new bool[_nodes.Length], new bool[_nodes.Length]];
        _backwardWeights = new TapeWeights[_uses.Length];
        _gradients = new TapeGradients[_uses.Length];
        for (int node = 0; node < _nodes.Length; node++)
        {
            _starts[0][node] = FindStarts(node, _nodes[node].Reads);
            _starts[1][node] = _nodes[node].Merges && FindStarts(node, _nodes[node].With);
            for (int use = _nodes[node].Use; use < _nodes[node].EndOfUses; use++)
            {
                _nodeOfUse[use] = node;
                _backwardWeights[use] = new TapeWeights(shape.Parts, _uses[use], _layout.Uses[use]);
                _gradients[use] = new TapeGradients(shape.Parts, _uses[use], _layout.Uses[use].TapeStride);
            }

            if (options.RecurrentWeightDropout > 0 && _nodes[node].Recurs)
            {
                int use = _nodes[node].Use + (_nodes[node].TakesRows ? 1 : 0);
                _masked[use] = new TapeMaskedWeights(parameters.Parts[_uses[use].Part]);
                if (_nodes[node].Resets)
                {
                    _masked[use + 2] = _masked[use]; // the last rows of the same R
                }
            }
        }

        _headGradients = new TapeHeadGradients(shape);
        (_mask, _pack, _forward, _backward, _weightGradients) = (MaskPart, PackPart, ForwardPart, BackwardPart, WeightGradientsPart);
        _workers = new TapeWorkers(options.Threads);
    }

    /// <inheritdoc/>
    public override int FloatsPerRowAndStep => _memory.FloatsPerRowAndStep + _dropout.FloatsPerRowAndStep + _zoneout.FloatsPerRowAndStep;

    private int Outputs => _weights.Layout.Outputs;

    private protected override void Pack(long? maskPass)
    {
        _maskPass = maskPass;
        if (Options.RecurrentWeightDropout > 0)
        {
            _workers.Run(_mask);
        }

        _workers.Run(_pack);
    }

    private protected override void EndThreads() => _workers.Dispose();

    private protected override void CopyStates(int state, int layer, Span<float> values)
    {
        int node = Array.FindIndex(_nodes, each => each.Recurs && each.State == layer);
        ref float first = ref _memory.State(state, node, 1, 0);
        int states = state == 0 ? 1 : Shape.Parts.Recurrent[layer].Cell.States.Length - 1;
        int width = Shape.Parts.Recurrent[layer].Width(state), stride = _memory.Stride(node, state);
        TapeTransfer.States(ref first, stride, states, width, Rows, IsTurned(node), values);
    }

    /// <summary>Whether a node has rows of the sequence turned around: an odd number of turns lies before it.</summary>
    private bool IsTurned(int node)
    {
        bool turned = false;
        for (; node != LstmNode.Inputs; node = _nodes[node].Reads)
        {
            turned ^= _nodes[node].Kind == LstmNodeKind.Reverse;
        }

        return turned;
    }

    private protected override void RunForward(ReadOnlySpan<float> inputs, LstmState state, Span<float> outputs, bool dropout)
    {
        TapeTransfer.Inputs(inputs, Shape.Input, Rows, Rows.Steps, _memory.Inputs);
        TapeTransfer.InitialStates(state, _nodes, Rows, _memory);
        _initialStates?.Fill(Begun!, Rows, _memory);
        if (_dropout.Begin(dropout, Pass, Rows) | _zoneout.Begin(dropout, Pass))
        {
            Pass++;
        }

        _workers.Run(_forward);
        int steps = Shape.OutputSteps(Rows.Steps);
        if (Shape.HasHead)
        {
            TapeTransfer.Outputs(_memory.Outputs, Shape.Output, Rows, steps, outputs);
        }
        else
        {
            TapeTransfer.Outputs(ref _memory.Hidden(Outputs, 1, 0), _nodes[Outputs].Stride, Shape.OutputSize, Rows, steps, outputs);
        }

        TapeTransfer.FinalStates(state, _nodes, Rows, _memory);
    }

    private protected override void RunBackward(
        ReadOnlySpan<float> outputGradients, LstmState? stateGradients, Span<float> inputGradients, bool accumulate)
    {
        (_stateGradients, _wantsInputGradients, _accumulates) = (stateGradients, !inputGradients.IsEmpty, accumulate);
        int steps = Shape.OutputSteps(Rows.Steps);
        if (Shape.HasHead)
        {
            TapeTransfer.Inputs(outputGradients, Shape.Output, Rows, steps, _memory.Outputs);
        }
        else
        {
            TapeTransfer.Gradients(outputGradients, Shape.OutputSize, Rows, steps, ref _memory.HiddenGradient(Outputs, 1, 0), _nodes[Outputs].Stride);
        }

        _workers.Run(_backward);
        _workers.Run(_weightGradients);
        _initialStates?.Sum(Begun!, Rows, accumulate, GradientsOfParameters);
        if (_wantsInputGradients)
        {
            TapeTransfer.Outputs(ref _memory.InputGradient(0, 0), _memory.InputStride, Shape.Input, Rows, Rows.Steps, inputGradients);
        }

        _stateGradients = null;
    }

    private void MaskPart(int part)
    {
        for (int use = 0; use < _masked.Length; use++)
        {
            ulong key = _maskPass is long pass ? TapeDropout.RecurrentWeightsKey(Options, pass, _nodes[_nodeOfUse[use]].State) : 0;
            if (_uses[use].Role == LstmUseRole.Candidate)
            {
                continue;
            }

            _masked[use]?.Mask(_maskPass is null ? 0 : Options.RecurrentWeightDropout, key, part, _workers.Parts);
        }
    }

    private void PackPart(int part)
    {
        for (int use = 0; use < _uses.Length; use++)
        {
            LstmPartParameters parameters = _masked[use]?.Layer ?? Parameters.Parts[_uses[use].Part];
            if (use % _workers.Parts == part)
            {
                _weights.PackUse(parameters, use);
            }

            if ((use + 1) % _workers.Parts == part)
            {
                _backwardWeights[use].Pack(parameters);
            }
        }

        if (part == 0)
        {
            _weights.PackHead(Parameters);
        }
    }

    /// <summary>Steps of a pass that a node has: one where its rows are of all steps together.</summary>
    private int StepsOf(int node) => _weights.Layout.IsPooled(node) ? Math.Min(1, Rows.Steps) : Rows.Steps;

    /// <summary>How many rows from a step of a node on lie behind one another.</summary>
    private int RowsTogether(int node, int step) => _weights.Layout.IsPooled(node) ? Rows.Running(step) : Rows.RowsTogether(step);

    /// <summary>How many rows of a part have a step.</summary>
    private int Count(int step, int first, int end) => Math.Min(Rows.Running(step), end) - first;

    /// <summary>What a reader of a node reads of it at a step; of the inputs, where the node is none.</summary>
    private ref float Read(int node, int step, int row)
    {
        if (node == LstmNode.Inputs)
        {
            return ref _memory.Input(Shape.Input, step, row);
        }

        if (_dropout.Passes(node))
        {
            return ref _dropout.Passing(node, step, row);
        }

        return ref _memory.Hidden(node, step + 1, row);
    }

    private int ReadStride(int node) => node == LstmNode.Inputs ? Shape.Input : _nodes[node].Stride;

    private int ReadWidth(int node) => node == LstmNode.Inputs ? Shape.Input : _nodes[node].Width;

    /// <summary>What a node reads from the step before.</summary>
    private ref float RecurrenceOf(int node, int step, int row)
    {
        if (_dropout.Recurrent)
        {
            return ref _dropout.Recurrence(node, step, row);
        }

        return ref _memory.Hidden(node, step, row);
    }
}
