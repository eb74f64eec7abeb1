using System.Runtime.CompilerServices;
using LstmGen.Kernels;

namespace LstmGen.Training.Kernels;

public sealed partial class LstmKernelTape<TNetwork>
{
    private void ForwardPart(int part)
    {
        int first = Rows.FirstOfPart(part, _workers.Parts);
        int end = Rows.FirstOfPart(part + 1, _workers.Parts);
        for (int step = 0; _dropout.Inputs && step < Rows.Steps; step++)
        {
            _dropout.MaskInputs(step, first, Count(step, first, end), Rows, ref _memory.Input(Shape.Input, step, first), Shape.Input);
        }

        for (int node = 0; node < _nodes.Length; node++)
        {
            if (_nodes[node].Kind == LstmNodeKind.Reverse)
            {
                Reverse(node, first, end);
            }
            else if (_nodes[node].Pools)
            {
                Pool(node, first, end);
            }
            else
            {
                ForwardNode(part, node, first, end);
            }
        }

        for (int step = 0; Shape.HasHead && step < StepsOf(Outputs); step++)
        {
            int count = Count(step, first, end);
            if (count > 0)
            {
                TNetwork.Outputs(
                    ref _weights.Head, ref _memory.Hidden(Outputs, step + 1, first), ref _memory.Output(Shape.Output, step, first), count);
            }
        }
    }

    private void ForwardNode(int part, int node, int first, int end)
    {
        LstmNode each = _nodes[node];
        for (int step = 0; step < StepsOf(node); step++)
        {
            int count = Count(step, first, end);
            if (count <= 0)
            {
                break;
            }

            ref float y = ref _memory.Hidden(node, step + 1, first);
            if (each.Recurs)
            {
                ForwardLayer(part, node, step, first, count, ref y);
            }
            else if (each.Kind == LstmNodeKind.Dense)
            {
                Forward(each.Use, ref Read(each.Reads, step, first), ReadStride(each.Reads), ref y, part, step, first, count);
            }
            else if (each.Kind == LstmNodeKind.Softmax)
            {
                for (int row = 0; row < count; row++)
                {
                    LstmRows.Softmax(ref Read(each.Reads, step, first + row), ref _memory.Hidden(node, step + 1, first + row), each.Width);
                }
            }
            else
            {
                Merge(each, step, first, count, ref y);
            }

            if (_dropout.Passes(node))
            {
                _dropout.MaskPassing(node, step, first, count, Rows, ref y);
            }
        }
    }

    private void ForwardLayer(int part, int node, int step, int first, int count, ref float y)
    {
        LstmNode each = _nodes[node];
        if (_dropout.Recurrent)
        {
            _dropout.MaskRecurrence(node, step, first, count, ref _memory.Hidden(node, step, first));
        }

        bool projects = each.Projects;
        ref float units = ref y;
        if (projects)
        {
            units = ref _memory.Projected(node, step, first);
        }

        if (each.TakesRows)
        {
            ForwardRows(part, node, step, first, count, ref units);
        }
        else
        {
            TNetwork.Forward(
                each.Use, ref _weights.Use(each.Use), ref Read(each.Reads, step, first), ReadStride(each.Reads), ref _memory.Scratch(part),
                ref RecurrenceOf(node, step, first), ref _memory.Cell(node, step, first), ref units, ref _memory.Cell(node, step + 1, first),
                ref _memory.Gates(each.Use, step, first), count);
        }

        if (projects)
        {
            Forward(each.Projection, ref units, _memory.ProjectedStride(node), ref y, part, step, first, count);
        }

        if (each.Zones)
        {
            _zoneout.Forward(node, step, first, count, Rows, _memory);
        }
    }

    /// <summary>A layer whose cell takes sums by rows: the rows are the tape.</summary>
    private void ForwardRows(int part, int node, int step, int first, int count, ref float y)
    {
        LstmNode each = _nodes[node];
        ref float z = ref _memory.Scratch(part);
        ref float x = ref Read(each.Reads, step, first);
        ref float xs = ref _memory.Gates(each.Use, step, first);
        ref float hs = ref _memory.Gates(each.Use + 1, step, first);
        ref float h = ref RecurrenceOf(node, step, first);
        TNetwork.Batch(each.Use, ref _weights.Use(each.Use), ref x, ReadStride(each.Reads), ref z, ref x, ref xs, ref x, count);
        TNetwork.Batch(each.Use + 1, ref _weights.Use(each.Use + 1), ref h, each.Stride, ref z, ref h, ref hs, ref h, count);
        if (each.Resets)
        {
            int reset = each.Reset, candidate = each.Candidate;
            ref float c = ref _memory.Cell(node, step, first);
            ref float given = ref _memory.Projected(node, step, first);
            TNetwork.Cell(reset, ref _weights.Use(reset), ref xs, ref hs, ref z, ref h, ref c, ref given, ref c, 0, count);
            TNetwork.Batch(
                candidate, ref _weights.Use(candidate), ref given, _memory.ProjectedStride(node), ref z, ref h, ref _memory.Gates(candidate, step, first), ref h, count);
        }

        TNetwork.Cell(
            each.Cell, ref _weights.Use(each.Cell), ref xs, ref hs, ref z, ref _memory.Hidden(node, step, first), ref _memory.Cell(node, step, first),
            ref y, ref _memory.Cell(node, step + 1, first), _memory.StatesApart(node), count);
    }

    /// <summary>A use without recurrence.</summary>
    private void Forward(int use, ref float x, int xStride, ref float y, int part, int step, int first, int count)
        => TNetwork.Forward(
            use, ref _weights.Use(use), ref x, xStride, ref _memory.Scratch(part), ref x, ref x, ref y, ref y, ref _memory.Gates(use, step, first), count);

    private void Merge(in LstmNode node, int step, int first, int count, ref float y)
    {
        ref float a = ref Read(node.Reads, step, first);
        ref float b = ref Read(node.With, step, first);
        int aStride = ReadStride(node.Reads), bStride = ReadStride(node.With);
        NodeRows.Merge(node, ref a, ReadWidth(node.Reads), aStride, ref b, ReadWidth(node.With), bStride, ref y, count);
    }

    /// <summary>Each row from its own end to its start: as many rows run at each step as before.</summary>
    private void Reverse(int node, int first, int end)
    {
        LstmNode each = _nodes[node];
        for (int row = first; row < end; row++)
        {
            int length = Rows.LengthOf(row);
            for (int step = 0; step < length; step++)
            {
                LstmRows.Copy(ref Read(each.Reads, length - 1 - step, row), ref _memory.Hidden(node, step + 1, row), each.Width);
            }
        }
    }
}
