using LstmGen.Training.Tape;

namespace LstmGen.Training.Kernels;

public sealed partial class LstmKernelTape<TFirst, TUpper, THead>
{
    /// <summary>Each part takes slabs of about the same cost together, wherever they lie.</summary>
    private void WeightGradientsPart(int part)
    {
        long total = (long)THead.Slabs * Shape.Output;
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            total += Slabs(layer) * Cost(layer);
        }

        long from = total * part / _workers.Parts;
        long to = total * (part + 1) / _workers.Parts;
        long at = 0;
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            (int first, int end) = Share(ref at, from, to, Slabs(layer), Cost(layer));
            if (layer == 0)
            {
                WeightGradients<TFirst>(layer, first, end);
            }
            else
            {
                WeightGradients<TUpper>(layer, first, end);
            }
        }

        if (Shape.HasHead)
        {
            (int first, int end) = Share(ref at, from, to, THead.Slabs, Shape.Output);
            HeadGradients(first, end, part == _workers.Parts - 1);
        }
    }

    private static int Slabs(int layer) => layer == 0 ? TFirst.Slabs : TUpper.Slabs;

    private long Cost(int layer) => 1 + Shape.LayerInput(layer) + Shape.Hidden;

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

    private void WeightGradients<T>(int layer, int first, int end)
        where T : struct, ILstmTrainingKernels
    {
        if (first >= end)
        {
            return;
        }

        TapeGradients gradients = _gradients[layer];
        int width = Shape.Gates * _memory.Stride / T.Slabs;
        if (!_accumulates)
        {
            gradients.Clear(first * width, (end - first) * width);
        }

        for (int step = 0; step < Rows.Steps; step += Rows.StepsTogether)
        {
            T.WeightGradients(
                ref InputOf(layer, step, 0), InputStride(layer), ref RecurrenceOf(layer, step, 0), ref _memory.Gates(layer, step, 0),
                ref gradients.Sums, Rows.RowsTogether(step), first, end - first);
        }

        gradients.Unpack(GradientsOfParameters.Layers[layer], first * width, (end - first) * width);
        if (Shape.Peepholes && first == 0)
        {
            PeepholeGradients<T>(layer, gradients);
        }
    }

    private void PeepholeGradients<T>(int layer, TapeGradients gradients)
        where T : struct, ILstmTrainingKernels
    {
        if (!_accumulates)
        {
            gradients.ClearPeepholes();
        }

        for (int step = 0; step < Rows.Steps; step += Rows.StepsTogether)
        {
            T.PeepholeGradients(
                ref _memory.Gates(layer, step, 0), ref _memory.Cell(layer, step, 0), ref _memory.Cell(layer, step + 1, 0),
                ref gradients.Peepholes, Rows.RowsTogether(step));
        }

        gradients.UnpackPeepholes(GradientsOfParameters.Layers[layer]);
    }

    private void HeadGradients(int first, int end, bool bias)
    {
        int width = _memory.Stride / THead.Slabs;
        if (!_accumulates)
        {
            _headGradients.Clear(first * width, (end - first) * width, bias);
        }

        for (int step = 0; step < Rows.Steps; step += Rows.StepsTogether)
        {
            int rows = Rows.RowsTogether(step);
            ref float dy = ref _memory.Output(Shape.Output, step, 0);
            THead.WeightGradients(
                ref _memory.Hidden(Shape.Layers - 1, step + 1, 0), ref dy, ref _headGradients.Sums, rows, first, end - first);
            if (bias)
            {
                _headGradients.AddBias(ref dy, rows);
            }
        }

        _headGradients.Unpack(GradientsOfParameters, first * width, (end - first) * width, bias);
    }
}
