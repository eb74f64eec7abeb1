using System.Runtime.InteropServices;
using LstmGen.Kernels;
using LstmGen.Training.Tape;

namespace LstmGen.Training.Kernels;

public sealed partial class LstmKernelTape<TNetwork>
{
    private void BackwardPart(int part)
    {
        int first = Rows.FirstOfPart(part, _workers.Parts);
        int end = Rows.FirstOfPart(part + 1, _workers.Parts);
        if (first == end)
        {
            return;
        }

        for (int step = 0; Shape.HasHead && step < StepsOf(Outputs); step++)
        {
            int count = Count(step, first, end);
            if (count > 0)
            {
                ref float dh = ref _memory.HiddenGradient(Outputs, step + 1, first);
                Clear(ref dh, count * _nodes[Outputs].Stride);
                TNetwork.OutputGradients(ref _weights.Head, ref _memory.Output(Shape.Output, step, first), ref dh, count);
            }
        }

        for (int node = _nodes.Length - 1; node >= 0; node--)
        {
            for (int step = 0; _dropout.Passes(node) && step < Rows.Steps; step++)
            {
                _dropout.UnmaskPassing(node, step, first, Count(step, first, end), Rows, ref _memory.HiddenGradient(node, step + 1, first));
            }

            if (_nodes[node].Recurs)
            {
                BackwardLayer(part, node, first, end);
            }
            else if (_nodes[node].Kind == LstmNodeKind.Dense)
            {
                BackwardDense(node, first, end);
            }
            else if (_nodes[node].Pools)
            {
                BackwardPool(node, first, end);
            }
            else
            {
                BackwardMerge(node, first, end);
            }
        }

        for (int step = 0; _dropout.Inputs && _wantsInputGradients && step < Rows.Steps; step++)
        {
            _dropout.MaskInputs(step, first, Count(step, first, end), Rows, ref _memory.InputGradient(step, first), _memory.InputStride);
        }
    }

    private void BackwardLayer(int part, int node, int first, int end)
    {
        LstmNode each = _nodes[node];
        int states = Shape.Parts.Recurrent[each.State].Cell.States.Length;
        Clear(ref _memory.HiddenGradient(node, 0, first), (end - first) * each.Stride);
        if (each.TakesRows)
        {
            Clear(ref _memory.RowVectors(node, first), (end - first) * _memory.RowVectorFloats(node));
        }

        TapeTransfer.FinalStateGradients(_stateGradients, each, node, states, first, end, Rows, _memory);
        bool passesOn = Wants(each.Reads);
        int chunk = Math.Max(1, InputGradientRows / (end - first));
        int done = Rows.Steps;
        for (int step = Rows.Steps - 1; step >= 0; step--)
        {
            int count = Count(step, first, end);
            if (count > 0)
            {
                if (each.Zones)
                {
                    _zoneout.Backward(node, step, first, count, Rows, _memory);
                }

                BackwardStep(part, node, step, first, count);
                if (each.Zones)
                {
                    _zoneout.AddCell(node, first, count, _memory);
                }
            }

            if (passesOn && (step == 0 || done - step == chunk))
            {
                InputGradients(node, step, done, first, end);
                done = step;
            }
        }

        TapeTransfer.InitialStateGradients(_stateGradients, each, node, first, end, Rows, _memory);
        _initialStates?.Keep(node, first, end, _memory);
    }

    private void BackwardStep(int part, int node, int step, int first, int count)
    {
        LstmNode each = _nodes[node];
        int use = each.Use;
        ref float gates = ref _memory.Gates(use, step, first);
        ref float dh = ref _memory.HiddenGradient(node, step, first);
        ref float dy = ref _memory.HiddenGradient(node, step + 1, first);
        if (each.Projects)
        {
            int projection = each.Projection;
            ref float units = ref _memory.ProjectedGradient(node, first);
            ref float projected = ref _memory.Gates(projection, step, first);
            Clear(ref units, count * _memory.ProjectedStride(node));
            TNetwork.Adjoint(projection, ref projected, ref dy, ref dy, ref dy, ref dy, ref dy, count);
            TNetwork.InputGradients(projection, ref _backwardWeights[projection].W, ref projected, ref units, count);
            dy = ref units;
        }

        if (each.TakesRows)
        {
            BackwardRows(part, node, step, first, count, ref dy, ref dh);
            return;
        }

        TNetwork.Adjoint(
            use, ref gates, ref _memory.Cell(node, step, first), ref _zoneout.Cell(node, step, first, ref _memory.Cell(node, step + 1, first)),
            ref dy, ref _memory.StateGradient(node, first), ref _backwardWeights[use].Vectors, count);
        ref float r = ref _backwardWeights[use].R;
        if (_dropout.Recurrent)
        {
            TNetwork.HiddenGradients(use, ref r, ref gates, ref _dropout.Gradient(node, first), count);
            _dropout.AddRecurrence(node, first, count, ref dh);
        }
        else
        {
            TNetwork.HiddenGradients(use, ref r, ref gates, ref dh, count);
        }
    }

    /// <summary>What does not go through the sums, then what goes through those over h.</summary>
    private void BackwardRows(int part, int node, int step, int first, int count, ref float dy, ref float dh)
    {
        LstmNode each = _nodes[node];
        ref float hs = ref _memory.Gates(each.Use + 1, step, first);
        ref float r = ref _backwardWeights[each.Use + 1].W;
        ref float xs = ref _memory.Gates(each.Use, step, first);
        ref float before = ref _memory.Cell(node, step, first);
        ref float dc = ref _memory.StateGradient(node, first);
        ref float dp = ref _memory.RowVectors(node, first);
        ref float z = ref _memory.Scratch(part);
        TNetwork.CellAdjoint(
            each.Cell, ref _backwardWeights[each.Cell].Vectors, ref xs, ref hs, ref z, ref _memory.Hidden(node, step, first), ref before, ref dy, ref dh, ref dc, ref dp,
            _memory.StatesApart(node), count);
        ref float recurrence = ref dh;
        if (_dropout.Recurrent)
        {
            recurrence = ref _dropout.Gradient(node, first);
        }

        if (each.Resets)
        {
            int reset = each.Reset, candidate = each.Candidate;
            ref float given = ref _memory.ProjectedGradient(node, first);
            Clear(ref given, count * _memory.ProjectedStride(node));
            TNetwork.InputGradients(candidate, ref _backwardWeights[candidate].W, ref _memory.Gates(candidate, step, first), ref given, count);
            TNetwork.CellAdjoint(
                reset, ref _backwardWeights[reset].Vectors, ref xs, ref hs, ref z, ref RecurrenceOf(node, step, first), ref before, ref given, ref recurrence, ref dc, ref dp, 0, count);
        }

        TNetwork.InputGradients(each.Use + 1, ref r, ref hs, ref recurrence, count);
        if (_dropout.Recurrent)
        {
            _dropout.AddRecurrence(node, first, count, ref dh);
        }
    }

    private void BackwardDense(int node, int first, int end)
    {
        LstmNode each = _nodes[node];
        for (int step = 0; step < StepsOf(node); step++)
        {
            int count = Count(step, first, end);
            if (count > 0)
            {
                ref float dy = ref _memory.HiddenGradient(node, step + 1, first);
                TNetwork.Adjoint(each.Use, ref _memory.Gates(each.Use, step, first), ref dy, ref dy, ref dy, ref dy, ref dy, count);
            }
        }

        if (Wants(each.Reads))
        {
            InputGradients(node, 0, StepsOf(node), first, end);
        }
    }

    private void InputGradients(int node, int from, int to, int first, int end)
    {
        LstmNode each = _nodes[node];
        ref float w = ref _backwardWeights[each.Use].W;
        int stride = GradientStride(each.Reads);
        bool starts = Starts(node, each.Reads);
        if (Rows.Full && end - first == Rows.Batch)
        {
            int rows = (to - from) * Rows.Batch;
            ref float dx = ref Gradient(each.Reads, from, 0);
            if (starts)
            {
                Clear(ref dx, rows * stride);
            }

            TNetwork.InputGradients(each.Use, ref w, ref _memory.Gates(each.Use, from, 0), ref dx, rows);
            return;
        }

        for (int step = from; step < to; step++)
        {
            int count = Count(step, first, end);
            if (count > 0)
            {
                ref float dx = ref Gradient(each.Reads, step, first);
                if (starts)
                {
                    Clear(ref dx, count * stride);
                }

                TNetwork.InputGradients(each.Use, ref w, ref _memory.Gates(each.Use, step, first), ref dx, count);
            }
        }
    }

    /// <summary>Whether the gradient of a node, or of the inputs, is of any use.</summary>
    private bool Wants(int node) => node != LstmNode.Inputs || _wantsInputGradients;

    private ref float Gradient(int node, int step, int row)
    {
        if (node == LstmNode.Inputs)
        {
            return ref _memory.InputGradient(step, row);
        }

        return ref _memory.HiddenGradient(node, step + 1, row);
    }

    private int GradientStride(int node) => node == LstmNode.Inputs ? _memory.InputStride : _nodes[node].Stride;

    /// <summary>Whether a reader is the first that gives a gradient to a node: the last of its readers.</summary>
    private bool Starts(int reader, int node) => _starts[_nodes[reader].Reads == node ? 0 : 1][reader];

    private bool FindStarts(int reader, int node)
    {
        for (int later = reader + 1; later < _nodes.Length; later++)
        {
            if (_nodes[later].ReadsNode(node))
            {
                return false;
            }
        }

        return node == LstmNode.Inputs || node != Outputs;
    }

    private static void Clear(ref float first, int count) => MemoryMarshal.CreateSpan(ref first, count).Clear();
}
