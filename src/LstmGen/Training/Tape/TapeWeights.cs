using System.Runtime.CompilerServices;
using LstmGen.Kernels;
using LstmGen.Training.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>One layer's weights as the backward kernels read them: R and W in panels of columns, and the weights a unit.</summary>
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
    private readonly AlignedMemory _vectors;

    internal TapeWeights(int inputs, LstmShape shape, LstmTrainingUse use)
    {
        (_inputs, _hidden, _rows) = (inputs, shape.Hidden, shape.Cell.Sums * shape.Hidden);
        (_hiddenColumns, _inputColumns) = (use.HiddenColumns, use.InputColumns);
        _stride = LstmStateLayout.Round16(shape.Hidden);
        _r = new AlignedMemory(_hiddenColumns.Floats(_rows));
        _w = new AlignedMemory(_inputColumns.Floats(_rows));
        _vectors = new AlignedMemory(shape.Cell.Vectors.Length * _stride);
    }

    internal ref float R => ref _r.Reference;

    internal ref float W => ref _w.Reference;

    /// <summary>Weights a unit: [vectors, S].</summary>
    internal ref float Vectors => ref _vectors.Reference;

    internal void Pack(LstmLayerParameters layer)
    {
        Pack(layer.RecurrentWeights, _hidden, _hiddenColumns, _r.Span);
        Pack(layer.InputWeights, _inputs, _inputColumns, _w.Span);
        for (int vector = 0; vector < layer.Vectors.Length; vector++)
        {
            layer.Vectors[vector].CopyTo(_vectors.Span[(vector * _stride)..]);
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
