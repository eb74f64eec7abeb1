using System.Runtime.CompilerServices;
using LstmGen.Kernels;
using LstmGen.Training.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>One layer's weights as the backward kernels read them: R and W in panels of columns, and the peepholes.</summary>
internal sealed class TapeWeights
{
    private readonly int _inputs;
    private readonly int _hidden;
    private readonly int _rows;
    private readonly int _stride;
    private readonly LstmColumns _hiddenColumns;
    private readonly LstmColumns _inputColumns;
    private readonly AlignedMemory _r;
    private readonly AlignedMemory _w;
    private readonly AlignedMemory _p;

    internal TapeWeights(int inputs, int hidden, int gates, LstmColumns hiddenColumns, LstmColumns inputColumns)
    {
        (_inputs, _hidden, _rows) = (inputs, hidden, gates * hidden);
        (_hiddenColumns, _inputColumns) = (hiddenColumns, inputColumns);
        _stride = LstmStateLayout.Round16(hidden);
        _r = new AlignedMemory(hiddenColumns.Floats(_rows));
        _w = new AlignedMemory(inputColumns.Floats(_rows));
        _p = new AlignedMemory(3 * _stride);
    }

    internal ref float R => ref _r.Reference;

    internal ref float W => ref _w.Reference;

    /// <summary>[peepholes, S].</summary>
    internal ref float P => ref _p.Reference;

    internal void Pack(LstmLayerParameters layer)
    {
        Pack(layer.WeightHh, _hidden, _hiddenColumns, _r.Span);
        Pack(layer.WeightIh, _inputs, _inputColumns, _w.Span);
        Span<float> p = _p.Span;
        foreach (float[] peephole in (ReadOnlySpan<float[]>)[layer.PeepholeI, layer.PeepholeF, layer.PeepholeO])
        {
            if (peephole.Length > 0)
            {
                peephole.CopyTo(p);
                p = p[_stride..];
            }
        }
    }

    /// <summary>Rows of a matrix, cut into panels of columns; columns past the last stay zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(ReadOnlySpan<float> weights, int columns, LstmColumns panels, Span<float> packed)
    {
        for (int column = 0; column < columns;)
        {
            int width = column < panels.Width * panels.Count ? panels.Width : panels.Tail;
            int count = Math.Min(width, columns - column);
            for (int row = 0; row < _rows; row++)
            {
                weights.Slice((row * columns) + column, count).CopyTo(packed[(row * width)..]);
            }

            packed = packed[(_rows * width)..];
            column += width;
        }
    }
}
