using System.Runtime.InteropServices;
using LstmGen.Kernels;
using LstmGen.Training.Tape;

namespace LstmGen.Training.Kernels;

public sealed partial class LstmKernelTape<TNetwork>
{
    /// <summary>Each part takes slabs of about the same cost together, wherever they lie.</summary>
    private void WeightGradientsPart(int part)
    {
        long total = (long)_layout.HeadSlabs * Shape.Output;
        for (int use = 0; use < _uses.Length; use++)
        {
            total += _layout.Uses[use].Slabs * Cost(use);
        }

        long from = total * part / _workers.Parts;
        long to = total * (part + 1) / _workers.Parts;
        long at = 0;
        for (int use = 0; use < _uses.Length; use++)
        {
            if (_uses[use].Role is LstmUseRole.Cell or LstmUseRole.Reset)
            {
                if (_uses[use].Panels.Vectors > 0 && use % _workers.Parts == part)
                {
                    RowVectorGradients(use);
                }

                continue;
            }

            (int first, int end) = Share(ref at, from, to, _layout.Uses[use].Slabs, Cost(use));
            WeightGradients(use, first, end);
        }

        if (Shape.HasHead)
        {
            (int first, int end) = Share(ref at, from, to, _layout.HeadSlabs, Shape.Output);
            HeadGradients(first, end, part == _workers.Parts - 1);
        }
    }

    private long Cost(int use)
    {
        (int features, int recurrence, _) = _uses[use].Sizes(Shape.Parts);
        return 1 + features + recurrence;
    }

    /// <summary>The slabs whose middle lies within a part.</summary>
    private static (int First, int End) Share(ref long at, long from, long to, int slabs, long cost)
    {
        int first = 0, end = 0;
        for (int slab = 0; slab < slabs; slab++, at += cost)
        {
            long middle = at + (cost / 2);
            first += middle < from ? 1 : 0;
            end += middle < to ? 1 : 0;
        }

        return (first, end);
    }

    private void WeightGradients(int use, int first, int end)
    {
        if (first >= end)
        {
            return;
        }

        TapeGradients gradients = _gradients[use];
        int node = _nodeOfUse[use], stride = LstmStateLayout.Round16(_uses[use].Sizes(Shape.Parts).Units);
        int width = _uses[use].Panels.Sums * stride / _layout.Uses[use].Slabs;
        if (!_accumulates)
        {
            gradients.Clear(first * width, (end - first) * width);
        }
        else if (_masked[use] is not null)
        {
            gradients.ClearRecurrent(first * width, (end - first) * width); // each pass has a mask of its own: its sums are added behind it
        }

        for (int step = 0; step < StepsOf(node); step += Rows.StepsTogether)
        {
            ref float x = ref InputOf(use, step);
            ref float h = ref x;
            if (_uses[use].Role == LstmUseRole.Layer && _nodes[node].Recurs)
            {
                h = ref RecurrenceOf(node, step, 0);
            }

            TNetwork.WeightGradients(
                use, ref x, InputStride(use), ref h, ref _memory.Gates(use, step, 0), ref gradients.Sums, RowsTogether(node, step), first, end - first);
        }

        gradients.Unpack(GradientsOfParameters.Parts[_uses[use].Part], first * width, (end - first) * width, _masked[use], _accumulates);
        if (_uses[use].Panels.Vectors > 0 && first == 0)
        {
            VectorGradients(use, gradients);
        }
    }

    /// <summary>What a use reads at a step, apart from its own h.</summary>
    private ref float InputOf(int use, int step)
    {
        if (_uses[use].Role is LstmUseRole.Projection or LstmUseRole.Candidate)
        {
            return ref _memory.Projected(_nodeOfUse[use], step, 0);
        }

        if (_uses[use].Role == LstmUseRole.Hidden)
        {
            return ref RecurrenceOf(_nodeOfUse[use], step, 0);
        }

        return ref Read(_nodes[_nodeOfUse[use]].Reads, step, 0);
    }

    private int InputStride(int use)
    {
        LstmNode node = _nodes[_nodeOfUse[use]];
        return _uses[use].Role switch
        {
            LstmUseRole.Projection or LstmUseRole.Candidate => _memory.ProjectedStride(_nodeOfUse[use]),
            LstmUseRole.Hidden => node.Stride,
            _ => ReadStride(node.Reads),
        };
    }

    /// <summary>Those of a cell that takes sums by rows: each row of the batch has its own sums over its steps.</summary>
    private void RowVectorGradients(int use)
    {
        TapeGradients gradients = _gradients[use];
        int node = _nodeOfUse[use];
        if (!_accumulates)
        {
            gradients.ClearVectors();
        }

        gradients.AddVectors(MemoryMarshal.CreateSpan(ref _memory.RowVectors(node, 0), Rows.Batch * _memory.RowVectorFloats(node)));
        gradients.UnpackVectors(GradientsOfParameters.Parts[_uses[use].Part]);
    }

    private void VectorGradients(int use, TapeGradients gradients)
    {
        int node = _nodeOfUse[use];
        if (!_accumulates)
        {
            gradients.ClearVectors();
        }

        for (int step = 0; step < Rows.Steps; step += Rows.StepsTogether)
        {
            TNetwork.VectorGradients(
                use, ref _memory.Gates(use, step, 0), ref _memory.Cell(node, step, 0), ref _zoneout.Cell(node, step, 0, ref _memory.Cell(node, step + 1, 0)),
                ref gradients.Vectors, Rows.RowsTogether(step));
        }

        gradients.UnpackVectors(GradientsOfParameters.Parts[_uses[use].Part]);
    }

    private void HeadGradients(int first, int end, bool bias)
    {
        int width = _nodes[Outputs].Stride / _layout.HeadSlabs;
        if (!_accumulates)
        {
            _headGradients.Clear(first * width, (end - first) * width, bias);
        }

        for (int step = 0; step < StepsOf(Outputs); step += Rows.StepsTogether)
        {
            int rows = RowsTogether(Outputs, step);
            ref float dy = ref _memory.Output(Shape.Output, step, 0);
            TNetwork.HeadGradients(
                ref _memory.Hidden(Outputs, step + 1, 0), ref dy, ref _headGradients.Sums, rows, first, end - first);
            if (bias)
            {
                _headGradients.AddBias(ref dy, rows);
            }
        }

        _headGradients.Unpack(GradientsOfParameters.Parts[^1], first * width, (end - first) * width, bias);
    }
}
