using System.Runtime.InteropServices;
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

        for (int step = 0; Shape.HasHead && step < Rows.Steps; step++)
        {
            int count = Count(step, first, end);
            if (count > 0)
            {
                ref float dh = ref _memory.HiddenGradient(step + 1, first);
                Clear(ref dh, count * _memory.Stride);
                TNetwork.OutputGradients(ref _weights.Head, ref _memory.Output(Shape.Output, step, first), ref dh, count);
            }
        }

        for (int use = _uses.Length - 1; use >= 0; use--)
        {
            BackwardUse(use, first, end);
        }

        for (int step = 0; _dropout.Inputs && _wantsInputGradients && step < Rows.Steps; step++)
        {
            _dropout.MaskInputs(step, first, Count(step, first, end), Rows, ref _memory.InputGradient(step, first), _memory.InputStride);
        }
    }

    private void BackwardUse(int use, int first, int end)
    {
        TapeWeights weights = _backwardWeights[use];
        Clear(ref _memory.HiddenGradient(0, first), (end - first) * _memory.Stride);
        TapeTransfer.FinalStateGradients(_stateGradients, Shape, use, first, end, Rows, _memory);
        bool passesOn = !_uses[use].ReadsInputs || _wantsInputGradients;
        int chunk = Math.Max(1, InputGradientRows / (end - first));
        int done = Rows.Steps;
        for (int step = Rows.Steps - 1; step >= 0; step--)
        {
            int count = Count(step, first, end);
            if (count > 0)
            {
                ref float gates = ref _memory.Gates(use, step, first);
                ref float dh = ref _memory.HiddenGradient(step, first);
                TNetwork.Adjoint(
                    use, ref gates, ref _memory.Cell(use, step, first), ref _memory.Cell(use, step + 1, first),
                    ref _memory.HiddenGradient(step + 1, first), ref _memory.StateGradient(1, first), ref weights.Vectors, count);
                if (_dropout.Recurrent)
                {
                    TNetwork.HiddenGradients(use, ref weights.R, ref gates, ref _dropout.Gradient(first), count);
                    _dropout.AddRecurrence(use, first, count, ref dh);
                }
                else
                {
                    TNetwork.HiddenGradients(use, ref weights.R, ref gates, ref dh, count);
                }
            }

            if (passesOn && (step == 0 || done - step == chunk))
            {
                InputGradients(use, step, done, first, end);
                done = step;
            }
        }

        TapeTransfer.InitialStateGradients(_stateGradients, use, first, end, Rows, _memory);
    }

    private void InputGradients(int use, int from, int to, int first, int end)
    {
        ref float w = ref _backwardWeights[use].W;
        bool readsInputs = _uses[use].ReadsInputs, unmasks = _dropout.Passed && !readsInputs;
        int stride = readsInputs ? _memory.InputStride : _memory.Stride;
        if (Rows.Full && end - first == Rows.Batch && !unmasks)
        {
            int rows = (to - from) * Rows.Batch;
            ref float dx = ref readsInputs ? ref _memory.InputGradient(from, 0) : ref _memory.HiddenGradient(from + 1, 0);
            Clear(ref dx, rows * stride);
            TNetwork.InputGradients(use, ref w, ref _memory.Gates(use, from, 0), ref dx, rows);
            return;
        }

        for (int step = from; step < to; step++)
        {
            int count = Count(step, first, end);
            if (count > 0)
            {
                ref float dx = ref readsInputs ? ref _memory.InputGradient(step, first) : ref _memory.HiddenGradient(step + 1, first);
                Clear(ref dx, count * stride);
                TNetwork.InputGradients(use, ref w, ref _memory.Gates(use, step, first), ref dx, count);
                if (unmasks)
                {
                    _dropout.UnmaskPassing(_uses[use].Reads, step, first, count, Rows, ref dx);
                }
            }
        }
    }

    private static void Clear(ref float first, int count) => MemoryMarshal.CreateSpan(ref first, count).Clear();
}
