using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>The gradient of the head as it is summed: weights [Output, S] and bias [Output].</summary>
internal sealed class TapeHeadGradients
{
    private readonly int _outputs;
    private readonly int _hidden;
    private readonly int _stride;
    private readonly AlignedMemory _sums;
    private readonly float[] _bias;

    internal TapeHeadGradients(LstmShape shape)
    {
        LstmPart? head = shape.HasHead ? shape.Parts.All[^1] : null;
        (_outputs, _hidden) = head is null ? (0, 0) : (head.Outputs, head.Features);
        _stride = LstmStateLayout.Round16(_hidden);
        _sums = new AlignedMemory(checked(_outputs * _stride));
        _bias = new float[head is { Bias: true } ? _outputs : 0];
    }

    internal ref float Sums => ref _sums.Reference;

    /// <summary>Sets the sums of some hidden units to zero, and those of the bias.</summary>
    internal void Clear(int first, int units, bool bias)
    {
        for (int output = 0; output < _outputs; output++)
        {
            _sums.Span.Slice((output * _stride) + first, units).Clear();
        }

        if (bias)
        {
            _bias.AsSpan().Clear();
        }
    }

    /// <summary>Adds the gradient of the outputs of some rows, row after row.</summary>
    internal void AddBias(ref float dy, int rows)
    {
        for (int row = 0; row < rows && _bias.Length > 0; row++)
        {
            LaneKernel.Run(new Sum(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref dy, (nint)row * _outputs), _outputs), _bias), _outputs);
        }
    }

    internal void Unpack(LstmPartParameters gradients, int first, int units, bool bias)
    {
        int count = Math.Min(units, _hidden - first);
        for (int output = 0; count > 0 && output < _outputs; output++)
        {
            _sums.Span.Slice((output * _stride) + first, count).CopyTo(gradients.InputWeights.AsSpan((output * _hidden) + first));
        }

        if (bias && _bias.Length > 0)
        {
            _bias.CopyTo(gradients.Biases[0].AsSpan());
        }
    }

    private readonly ref struct Sum(Span<float> terms, Span<float> sums) : ILaneKernel
    {
        private readonly Span<float> _terms = terms;
        private readonly Span<float> _sums = sums;

        public int Run<TLanes>(int index, int length)
            where TLanes : struct, ILanes<TLanes>
        {
            ref float terms = ref MemoryMarshal.GetReference(_terms);
            ref float sums = ref MemoryMarshal.GetReference(_sums);
            for (; index <= length - TLanes.Count; index += TLanes.Count)
            {
                TLanes.Store(TLanes.Load(ref sums, index) + TLanes.Load(ref terms, index), ref sums, index);
            }

            return index;
        }
    }
}
