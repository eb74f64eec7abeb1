using System.Runtime.CompilerServices;
using LstmGen.Kernels;
using LstmGen.Training.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>The weights of one use as the backward kernels read them: R and W in panels of columns, and the weights a unit.</summary>
internal sealed class TapeWeights
{
    private readonly int _inputs;
    private readonly int _recurrence;
    private readonly LstmUse _use;
    private readonly LstmPart _part;
    private readonly int _rows;
    private readonly int _stride;
    private readonly LstmColumns _hiddenColumns;
    private readonly LstmColumns _inputColumns;
    private readonly AlignedMemory _r;
    private readonly AlignedMemory _w;
    private readonly AlignedMemory _vectors;

    internal TapeWeights(LstmParts parts, LstmUse use, LstmTrainingUse training)
    {
        (_inputs, _recurrence, int units) = use.Sizes(parts);
        (_use, _part, _rows, _stride) = (use, parts.All[use.Part], use.Panels.Sums * units, LstmStateLayout.Round16(units));
        (_hiddenColumns, _inputColumns) = (training.HiddenColumns, training.InputColumns);
        _r = new AlignedMemory(_hiddenColumns.Floats(_rows));
        _w = new AlignedMemory(_inputColumns.Floats(_rows));
        _vectors = new AlignedMemory(use.Panels.Vectors * _stride);
    }

    internal ref float R => ref _r.Reference;

    internal ref float W => ref _w.Reference;

    /// <summary>Weights a unit: [vectors, S].</summary>
    internal ref float Vectors => ref _vectors.Reference;

    internal void Pack(LstmPartParameters part)
    {
        Pack(part.RecurrentWeights, _recurrence, _hiddenColumns, _r.Span);
        Pack(_use.Matrix(part), _inputs, _inputColumns, _w.Span, _use.Role == LstmUseRole.Hidden ? _part.Cell.Heads : 1);
        for (int at = 0; at < _vectors.Span.Length; at += _stride)
        {
            part.VectorRow(_part, at / _stride).CopyTo(_vectors.Span[at..]);
        }
    }

    /// <summary>Rows of a matrix, cut into panels of columns; columns past the last stay zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(ReadOnlySpan<float> weights, int columns, LstmColumns panels, Span<float> packed, int heads = 1)
    {
        for (int column = 0; column < columns;)
        {
            int width = column < panels.Width * panels.Count ? panels.Width : panels.Tail;
            int count = Math.Min(width, columns - column);
            for (int row = 0; row < _rows; row++)
            {
                // A row has the columns of its head; all of them where there is one.
                int own = columns / heads, first = heads == 1 ? 0 : row % _part.Units / own * own;
                int from = Math.Max(column, first), to = Math.Min(column + count, first + own);
                if (from < to)
                {
                    weights.Slice((row * own) + from - first, to - from).CopyTo(packed[((row * width) + from - column)..]);
                }
            }

            packed = packed[(_rows * width)..];
            column += width;
        }
    }
}
