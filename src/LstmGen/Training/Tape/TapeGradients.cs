using LstmGen.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>One layer's gradient of bias, W and R as the kernels sum it, [1 + I + H, gates, S], and of the peepholes.</summary>
internal sealed class TapeGradients
{
    private const int Block = 16;

    private readonly int _inputs;
    private readonly int _hidden;
    private readonly int _gates;
    private readonly int _gateStride;
    private readonly int _stride;
    private readonly AlignedMemory _sums;
    private readonly AlignedMemory _peepholes;

    internal TapeGradients(int inputs, int hidden, int gates, int gateStride)
    {
        (_inputs, _hidden, _gates, _gateStride) = (inputs, hidden, gates, gateStride);
        _stride = LstmStateLayout.Round16(hidden);
        _sums = new AlignedMemory(checked((1 + inputs + hidden) * gateStride));
        _peepholes = new AlignedMemory(3 * _stride);
    }

    internal ref float Sums => ref _sums.Reference;

    internal ref float Peepholes => ref _peepholes.Reference;

    /// <summary>Sets the sums of some columns of gates to zero.</summary>
    internal void Clear(int firstColumn, int columns)
    {
        for (int row = 0; row < 1 + _inputs + _hidden; row++)
        {
            _sums.Span.Slice((row * _gateStride) + firstColumn, columns).Clear();
        }
    }

    internal void ClearPeepholes() => _peepholes.Span.Clear();

    /// <summary>Writes the gradient of some columns of gates in PyTorch's layout.</summary>
    internal void Unpack(LstmLayerParameters gradients, int firstColumn, int columns)
    {
        for (int column = firstColumn, next; column < firstColumn + columns; column = next)
        {
            next = Math.Min(firstColumn + columns, (column / Block * Block) + Block); // a gate starts with a block
            (int gate, int unit) = Math.DivRem(column, _stride);
            int units = Math.Min(next - column, _hidden - unit);
            if (units <= 0 || gate >= _gates)
            {
                continue;
            }

            int row = (gate * _hidden) + unit;
            if (gradients.BiasIh.Length > 0)
            {
                _sums.Span.Slice(column, units).CopyTo(gradients.BiasIh.AsSpan(row));
                _sums.Span.Slice(column, units).CopyTo(gradients.BiasHh.AsSpan(row));
            }

            Transposition.Copy(
                _sums.Span[(_gateStride + column)..], _gateStride, _inputs, units, gradients.WeightIh.AsSpan(row * _inputs), _inputs);
            Transposition.Copy(
                _sums.Span[(((1 + _inputs) * _gateStride) + column)..], _gateStride, _hidden, units, gradients.WeightHh.AsSpan(row * _hidden), _hidden);
        }
    }

    internal void UnpackPeepholes(LstmLayerParameters gradients)
    {
        Span<float> sums = _peepholes.Span;
        foreach (float[] peephole in (ReadOnlySpan<float[]>)[gradients.PeepholeI, gradients.PeepholeF, gradients.PeepholeO])
        {
            if (peephole.Length > 0)
            {
                sums[.._hidden].CopyTo(peephole);
                sums = sums[_stride..];
            }
        }
    }
}
