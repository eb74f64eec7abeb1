using System.Runtime.InteropServices;
using LstmGen.Training.Tape;

namespace LstmGen.Training.Kernels;

public sealed partial class LstmKernelTape<TFirst, TUpper, THead>
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
                THead.HiddenGradients(ref Head, ref _memory.Output(Shape.Output, step, first), ref dh, count);
            }
        }

        for (int layer = Shape.Layers - 1; layer >= 0; layer--)
        {
            if (layer == 0)
            {
                BackwardLayer<TFirst>(layer, first, end);
            }
            else
            {
                BackwardLayer<TUpper>(layer, first, end);
            }
        }
    }

    private void BackwardLayer<T>(int layer, int first, int end)
        where T : struct, ILstmTrainingKernels
    {
        TapeWeights weights = _backwardWeights[layer];
        Clear(ref _memory.HiddenGradient(0, first), (end - first) * _memory.Stride);
        TapeTransfer.FinalStateGradients(_stateGradients, layer, first, end, Rows, _memory);
        bool passesOn = layer > 0 || _wantsInputGradients;
        int chunk = Math.Max(1, InputGradientRows / (end - first));
        int done = Rows.Steps;
        for (int step = Rows.Steps - 1; step >= 0; step--)
        {
            int count = Count(step, first, end);
            if (count > 0)
            {
                ref float gates = ref _memory.Gates(layer, step, first);
                ref float dh = ref _memory.HiddenGradient(step, first);
                T.Adjoint(
                    ref gates, ref _memory.Cell(layer, step, first), ref _memory.Cell(layer, step + 1, first),
                    ref _memory.HiddenGradient(step + 1, first), ref _memory.CellGradient(first), ref weights.P, count);
                if (_dropout.Recurrent)
                {
                    T.HiddenGradients(ref weights.R, ref gates, ref _dropout.Gradient(first), count);
                    _dropout.AddRecurrence(layer, first, count, ref dh);
                }
                else
                {
                    T.HiddenGradients(ref weights.R, ref gates, ref dh, count);
                }
            }

            if (passesOn && (step == 0 || done - step == chunk))
            {
                InputGradients<T>(layer, step, done, first, end);
                done = step;
            }
        }

        TapeTransfer.InitialStateGradients(_stateGradients, layer, first, end, Rows, _memory);
    }

    private void InputGradients<T>(int layer, int from, int to, int first, int end)
        where T : struct, ILstmTrainingKernels
    {
        ref float w = ref _backwardWeights[layer].W;
        int stride = layer == 0 ? _memory.InputStride : _memory.Stride;
        if (Rows.Full && end - first == Rows.Batch && !(layer > 0 && _dropout.Passed))
        {
            int rows = (to - from) * Rows.Batch;
            ref float dx = ref layer == 0 ? ref _memory.InputGradient(from, 0) : ref _memory.HiddenGradient(from + 1, 0);
            Clear(ref dx, rows * stride);
            T.InputGradients(ref w, ref _memory.Gates(layer, from, 0), ref dx, rows);
            return;
        }

        for (int step = from; step < to; step++)
        {
            int count = Count(step, first, end);
            if (count > 0)
            {
                ref float dx = ref layer == 0 ? ref _memory.InputGradient(step, first) : ref _memory.HiddenGradient(step + 1, first);
                Clear(ref dx, count * stride);
                T.InputGradients(ref w, ref _memory.Gates(layer, step, first), ref dx, count);
                if (layer > 0 && _dropout.Passed)
                {
                    _dropout.UnmaskPassing(layer - 1, step, first, count, Rows, ref dx);
                }
            }
        }
    }

    private static void Clear(ref float first, int count) => MemoryMarshal.CreateSpan(ref first, count).Clear();
}
