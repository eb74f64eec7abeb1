using System.Runtime.CompilerServices;
using LstmGen.Kernels;
using LstmGen.Training.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>
/// What a pass remembers. Rows are in the order of <see cref="TapeRows"/>; S is a width rounded up to 16. Each use of kernels has its gates
/// [T, B, TapeStride]; each node its values [1 + T, B, S], those of the initial state first, further states [1 + T, states, B, S] likewise, and the gradient of its values
/// [1 + T, B, S]; with all steps together T is 1. A node that alone reads another of its width shares that memory with it: the gradient of its inputs takes the place of what has been used up.
/// </summary>
internal sealed class TapeMemory
{
    private readonly AlignedMemory[] _gates;
    private readonly int[] _gateOffsets;
    private readonly AlignedMemory[] _projected;
    private readonly AlignedMemory[] _projectedGradients;
    private readonly AlignedMemory[][] _values;
    private readonly AlignedMemory[] _cells;
    private readonly int[] _cellRows;
    private readonly AlignedMemory[] _gradients;
    private readonly AlignedMemory[] _rowVectors;
    private readonly int[] _rowVectorFloats;
    private readonly AlignedMemory _inputs;
    private readonly AlignedMemory _outputs;
    private readonly AlignedMemory _inputGradients;
    private readonly AlignedMemory[] _stateGradients;
    private readonly AlignedMemory _scratch;

    private readonly LstmNetworkLayout _network;
    private readonly LstmTrainingUse[] _uses;
    private readonly int _scratchFloats;

    // Of every state of every node: a step of one row is short, and asks for them ten times.
    private readonly int[][] _strides;

    internal TapeMemory(LstmShape shape, LstmTapeOptions options, LstmNetworkLayout network, LstmTrainingLayout layout)
    {
        (_network, _uses) = (network, layout.Uses);
        Batch = options.Batch;
        InputStride = LstmStateLayout.Round16(shape.Input);
        _scratchFloats = checked(LstmRows.Block * network.BatchScratch);
        int nodes = network.Nodes.Length;
        (_gates, _values, _gradients) = (new AlignedMemory[_uses.Length], new AlignedMemory[nodes][], new AlignedMemory[nodes]);
        (_projected, _projectedGradients, _stateGradients) = (new AlignedMemory[nodes], new AlignedMemory[nodes], new AlignedMemory[nodes]);
        (_gateOffsets, _cells, _cellRows) = (new int[_uses.Length], new AlignedMemory[nodes], new int[nodes]);
        (_strides, _rowVectors, _rowVectorFloats) = (new int[nodes][], new AlignedMemory[nodes], new int[nodes]);
        long rows = (long)options.Steps * Batch;
        for (int use = 0; use < _uses.Length; use++)
        {
            if (network.Uses[use].Role == LstmUseRole.Candidate)
            {
                // Its sum lies behind the two others over h.
                (_gates[use], _gateOffsets[use]) = (_gates[use - 2], 2 * LstmStateLayout.Round16(shape.Parts.All[network.Uses[use].Part].Units));
                continue;
            }

            bool pooled = network.IsPooled(Array.FindIndex(network.Nodes, node => node.HasUse && node.Use <= use && use < node.EndOfUses));
            _gates[use] = Allocate((pooled ? Batch : rows) * _uses[use].TapeStride, "gates");
            FloatsPerRowAndStep += pooled ? 0 : _uses[use].TapeStride;
        }

        for (int node = 0; node < nodes; node++)
        {
            LstmNode each = network.Nodes[node];
            long allRows = network.IsPooled(node) ? Batch : rows;
            int states = each.Recurs ? shape.Parts.Recurrent[each.State].Cell.States.Length : 1;
            _values[node] = new AlignedMemory[Math.Min(states, 2)];
            _strides[node] = new int[states];
            for (int state = 0; state < states; state++)
            {
                _strides[node][state] = state == 0 || !each.Projects ? each.Stride : ProjectedStride(node);
                FloatsPerRowAndStep += network.IsPooled(node) ? 0 : Stride(node, state);
            }

            _values[node][0] = Allocate((allRows + Batch) * each.Stride, "states");
            if (states > 1)
            {
                _values[node][1] = Allocate((rows + Batch) * (states - 1) * Stride(node, 1), "states");
                _stateGradients[node] = Allocate((long)Batch * (states - 1) * Stride(node, 1), "gradients");
            }

            (_cells[node], _cellRows[node]) = (_values[node][^1], Math.Max(1, states - 1) * Batch);
            if (each.TakesRows)
            {
                _rowVectorFloats[node] = network.Uses[each.Cell].Panels.Vectors * network.Uses[each.Cell].Stride;
                _rowVectors[node] = Allocate((long)Batch * _rowVectorFloats[node], "gradients");
            }

            if (each.Projects || each.Resets)
            {
                _projected[node] = Allocate(rows * ProjectedStride(node), "outputs");
                _projectedGradients[node] = Allocate((long)Batch * ProjectedStride(node), "gradients");
                FloatsPerRowAndStep += ProjectedStride(node);
            }
        }

        for (int node = nodes - 1; node >= 0; node--)
        {
            int reader = OnlyReader(node);
            if (reader < 0)
            {
                _gradients[node] = Allocate(((network.IsPooled(node) ? Batch : rows) + Batch) * network.Nodes[node].Stride, "gradients");
                FloatsPerRowAndStep += network.IsPooled(node) ? 0 : network.Nodes[node].Stride;
            }
            else
            {
                _gradients[node] = _gradients[reader];
            }
        }

        _inputs = Allocate(rows * shape.Input, "inputs");
        bool pools = network.IsPooled(network.Outputs);
        _outputs = Allocate((pools ? Batch : rows) * shape.Output, "outputs");
        _inputGradients = Allocate(rows * InputStride, "gradients of inputs");
        _scratch = Allocate((long)options.Threads * _scratchFloats, "scratch");
        FloatsPerRowAndStep += shape.Input + (pools ? 0 : shape.Output) + InputStride;
    }

    internal int Batch { get; }

    internal int InputStride { get; }

    internal int FloatsPerRowAndStep { get; }

    internal Span<float> Inputs => _inputs.Span;

    /// <summary>Outputs of a head, then their gradient.</summary>
    internal Span<float> Outputs => _outputs.Span;

    /// <summary>Floats between rows of a state of a node; that of what others read is the first.</summary>
    internal int Stride(int node, int state) => _strides[node][state];

    /// <summary>Floats between rows of outputs before a projection.</summary>
    internal int ProjectedStride(int node) => _network.ProjectedStrideOf(_network.Nodes[node]);

    /// <summary>What a use keeps of its gates at a step, from a row on.</summary>
    internal ref float Gates(int use, int step, int row)
        => ref Unsafe.Add(ref _gates[use].Reference, (((nint)((step * Batch) + row)) * _uses[use].TapeStride) + _gateOffsets[use]);

    /// <summary>A state of a node before a step, from a row on; that after the last step is before the one that would follow.</summary>
    internal ref float State(int state, int node, int step, int row)
        => ref state == 0 ? ref Hidden(node, step, row) : ref Row(_values[node][1], Stride(node, 1), (step * (_strides[node].Length - 1)) + state - 1, row);

    /// <summary>The values of a node before a step: h.</summary>
    internal ref float Hidden(int node, int step, int row) => ref Row(_values[node][0], _strides[node][0], step, row);

    /// <summary>The second of the states, c, or the first where there is none.</summary>
    internal ref float Cell(int node, int step, int row)
        => ref Unsafe.Add(ref _cells[node].Reference, (nint)((step * _cellRows[node]) + row) * _strides[node][^1]);

    /// <summary>Floats from one of the further states of a node to the next, of the states and of their gradients.</summary>
    internal nint StatesApart(int node) => (nint)Batch * _strides[node][^1];

    /// <summary>Gradient of the weights a unit that a cell which takes sums by rows sums for each row apart, from a row on: [B, weights, S].</summary>
    internal ref float RowVectors(int node, int row) => ref Row(_rowVectors[node], _rowVectorFloats[node], 0, row);

    /// <summary>Floats of that for a row.</summary>
    internal int RowVectorFloats(int node) => _rowVectorFloats[node];

    /// <summary>Outputs before the projection of a node at a step.</summary>
    internal ref float Projected(int node, int step, int row) => ref Row(_projected[node], ProjectedStride(node), step, row);

    /// <summary>Gradient of the outputs before the projection of a node, of one step, from a row on.</summary>
    internal ref float ProjectedGradient(int node, int row) => ref Row(_projectedGradients[node], ProjectedStride(node), 0, row);

    /// <summary>Gradient of the values of a node before a step, from a row on.</summary>
    internal ref float HiddenGradient(int node, int step, int row) => ref Row(_gradients[node], _strides[node][0], step, row);

    /// <summary>Gradient of c, which a step carries to the one before it, from a row on; of no use where there is no c.</summary>
    internal ref float StateGradient(int node, int row, int state = 1)
        => ref _values[node].Length > 1 ? ref Row(_stateGradients[node], Stride(node, 1), state - 1, row) : ref HiddenGradient(node, 0, row);

    /// <summary>Inputs of a step from a row on, of any number of features.</summary>
    internal ref float Input(int features, int step, int row) => ref Row(_inputs, features, step, row);

    internal ref float InputGradient(int step, int row) => ref Row(_inputGradients, InputStride, step, row);

    internal ref float Output(int features, int step, int row) => ref Row(_outputs, features, step, row);

    internal ref float Scratch(int thread) => ref Unsafe.Add(ref _scratch.Reference, thread * _scratchFloats);

    private ref float Row(AlignedMemory memory, int stride, int step, int row) => ref Unsafe.Add(ref memory.Reference, (nint)((step * Batch) + row) * stride);

    /// <summary>The recurrent layer that alone reads a node, if their values are of one width; else -1.</summary>
    private int OnlyReader(int node)
    {
        int found = -1;
        for (int reader = node + 1; reader < _network.Nodes.Length; reader++)
        {
            LstmNode each = _network.Nodes[reader];
            if (each.ReadsNode(node))
            {
                found = found < 0 && each.Recurs && each.Stride == _network.Nodes[node].Stride ? reader : _network.Nodes.Length;
            }
        }

        return found < _network.Nodes.Length && node != _network.Outputs ? found : -1;
    }

    private static AlignedMemory Allocate(long floats, string what)
        => floats <= Array.MaxLength - 64
            ? new AlignedMemory((int)floats)
            : throw new ArgumentOutOfRangeException(
                "options", floats, $"The {what} of a layer would need {floats} floats; at most {Array.MaxLength - 64} are possible: fewer steps or a smaller batch.");
}
