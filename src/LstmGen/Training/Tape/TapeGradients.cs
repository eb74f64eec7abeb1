using LstmGen.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>The gradient of bias, W and R of one use as the kernels sum it, [1 + I + P, sums, S], and of the weights a unit.</summary>
internal sealed class TapeGradients
{
    private const int Block = 16;

    private readonly int _inputs;
    private readonly int _recurrence;
    private readonly int _units;
    private readonly LstmUse _use;
    private readonly LstmParts _parts;
    private readonly int _count;
    private readonly int _rowStride;
    private readonly int _stride;
    private readonly AlignedMemory _sums;
    private readonly AlignedMemory _vectors;

    internal TapeGradients(LstmParts parts, LstmUse use, int rowStride)
    {
        (_inputs, _recurrence, _units) = use.Sizes(parts);
        (_use, _parts, _count, _rowStride) = (use, parts, use.Panels.Sums, rowStride);
        _stride = LstmStateLayout.Round16(_units);
        _sums = new AlignedMemory(checked((1 + _inputs + _recurrence) * rowStride));
        _vectors = new AlignedMemory(use.Panels.Vectors * _stride);
    }

    internal ref float Sums => ref _sums.Reference;

    /// <summary>[vectors, S].</summary>
    internal ref float Vectors => ref _vectors.Reference;

    /// <summary>Sets some columns of sums to zero.</summary>
    internal void Clear(int firstColumn, int columns)
    {
        for (int row = 0; row < 1 + _inputs + _recurrence; row++)
        {
            _sums.Span.Slice((row * _rowStride) + firstColumn, columns).Clear();
        }
    }

    /// <summary>Adds the sums of some rows of the batch, one after the other.</summary>
    internal void AddVectors(Span<float> rows)
    {
        for (Span<float> sum = _vectors.Span; rows.Length >= sum.Length && sum.Length > 0; rows = rows[sum.Length..])
        {
            NodeRows.Add(sum, rows[..sum.Length], sum);
        }
    }

    /// <summary>Sets the sums of R in some columns to zero.</summary>
    internal void ClearRecurrent(int firstColumn, int columns)
    {
        for (int row = _use.Role is LstmUseRole.Hidden or LstmUseRole.Candidate ? 1 : 1 + _inputs; row < 1 + _inputs + _recurrence; row++)
        {
            _sums.Span.Slice((row * _rowStride) + firstColumn, columns).Clear();
        }
    }

    internal void ClearVectors() => _vectors.Span.Clear();

    /// <summary>Writes the gradient of some columns of sums in PyTorch's layout.</summary>
    /// <param name="gradients">Written.</param>
    /// <param name="firstColumn">The first column.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="masked">The mask of R, or null for none.</param>
    /// <param name="accumulates">Whether gradients of passes are summed.</param>
    internal void Unpack(LstmPartParameters gradients, int firstColumn, int columns, TapeMaskedWeights? masked, bool accumulates)
    {
        for (int column = firstColumn, next; column < firstColumn + columns; column = next)
        {
            next = Math.Min(firstColumn + columns, (column / Block * Block) + Block); // a sum's columns start with a block
            (int sum, int unit) = Math.DivRem(column, _stride);
            int units = Math.Min(next - column, _units - unit);
            if (units <= 0 || sum >= _count)
            {
                continue;
            }

            int row = (sum * _units) + unit;
            int heads = _use.Role == LstmUseRole.Hidden ? _parts.All[_use.Part].Cell.Heads : 1;
            int own = _inputs / heads;
            Span<float> weights = _use.Matrix(gradients).Slice(row * own, units * own);
            for (int at = 0, end; at < units; at = end)
            {
                // Units of one head, which have its columns; all of them where there is one.
                int head = heads == 1 ? 0 : (unit + at) / own;
                end = heads == 1 ? units : Math.Min(units, ((head + 1) * own) - unit);
                Transposition.Copy(_sums.Span[(((1 + (head * own)) * _rowStride) + column + at)..], _rowStride, own, end - at, weights[(at * own)..], own);
            }

            if (_use.Role is LstmUseRole.Hidden or LstmUseRole.Candidate)
            {
                masked?.Unmask(weights, (_use.FirstRow(_parts) + row) * own, accumulates);
            }

            foreach (float[] bias in _use.Biases(gradients, _parts))
            {
                _sums.Span.Slice(column, units).CopyTo(bias.AsSpan(_use.FirstRow(_parts) + row));
            }

            if (_recurrence > 0)
            {
                Span<float> recurrent = gradients.RecurrentWeights.AsSpan(row * _recurrence, units * _recurrence);
                Transposition.Copy(_sums.Span[(((1 + _inputs) * _rowStride) + column)..], _rowStride, _recurrence, units, recurrent, _recurrence);
                masked?.Unmask(recurrent, row * _recurrence, accumulates);
            }
        }
    }

    internal void UnpackVectors(LstmPartParameters gradients)
    {
        for (int vector = 0; vector < _use.Panels.Vectors; vector++)
        {
            Span<float> row = gradients.VectorRow(_parts.All[_use.Part], vector);
            _vectors.Span.Slice(vector * _stride, row.Length).CopyTo(row);
        }
    }
}
