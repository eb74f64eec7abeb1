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
            (int first, int end) = Share(ref at, from, to, _layout.Uses[use].Slabs, Cost(use));
            WeightGradients(use, first, end);
        }

        if (Shape.HasHead)
        {
            (int first, int end) = Share(ref at, from, to, _layout.HeadSlabs, Shape.Output);
            HeadGradients(first, end, part == _workers.Parts - 1);
        }
    }

    private long Cost(int use) => 1 + _uses[use].Features + Shape.Hidden;

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
        int width = _uses[use].Panels.Sums * _memory.Stride / _layout.Uses[use].Slabs;
        if (!_accumulates)
        {
            gradients.Clear(first * width, (end - first) * width);
        }
        else if (_masked.Length > 0)
        {
            gradients.ClearRecurrent(first * width, (end - first) * width); // each pass has a mask of its own: its sums are added behind it
        }

        for (int step = 0; step < Rows.Steps; step += Rows.StepsTogether)
        {
            TNetwork.WeightGradients(
                use, ref InputOf(use, step, 0), InputStride(use), ref RecurrenceOf(use, step, 0), ref _memory.Gates(use, step, 0),
                ref gradients.Sums, Rows.RowsTogether(step), first, end - first);
        }

        gradients.Unpack(GradientsOfParameters.Layers[use], first * width, (end - first) * width, Masked(use), _accumulates);
        if (_uses[use].Panels.Vectors > 0 && first == 0)
        {
            VectorGradients(use, gradients);
        }
    }

    private void VectorGradients(int use, TapeGradients gradients)
    {
        if (!_accumulates)
        {
            gradients.ClearVectors();
        }

        for (int step = 0; step < Rows.Steps; step += Rows.StepsTogether)
        {
            TNetwork.VectorGradients(
                use, ref _memory.Gates(use, step, 0), ref _memory.Cell(use, step, 0), ref _memory.Cell(use, step + 1, 0),
                ref gradients.Vectors, Rows.RowsTogether(step));
        }

        gradients.UnpackVectors(GradientsOfParameters.Layers[use]);
    }

    private void HeadGradients(int first, int end, bool bias)
    {
        int width = _memory.Stride / _layout.HeadSlabs;
        if (!_accumulates)
        {
            _headGradients.Clear(first * width, (end - first) * width, bias);
        }

        for (int step = 0; step < Rows.Steps; step += Rows.StepsTogether)
        {
            int rows = Rows.RowsTogether(step);
            ref float dy = ref _memory.Output(Shape.Output, step, 0);
            TNetwork.HeadGradients(
                ref _memory.Hidden(_weights.Layout.Outputs, step + 1, 0), ref dy, ref _headGradients.Sums, rows, first, end - first);
            if (bias)
            {
                _headGradients.AddBias(ref dy, rows);
            }
        }

        _headGradients.Unpack(GradientsOfParameters, first * width, (end - first) * width, bias);
    }
}
