namespace LstmGen.Formats;

/// <summary>Rows of matrices and biases in another order, and matrices that lie the other way.</summary>
internal static class Gates
{
    /// <summary>That of PyTorch's LSTM. Formats write c for g: spell it g.</summary>
    internal const string PyTorch = "ifgo";

    /// <summary>Blocks of equal size, one a letter, put into another order; letters that the new order lacks are left out.</summary>
    /// <param name="values">The blocks, one behind the other: [letters * units] or [letters * units, columns].</param>
    /// <param name="from">Their letters.</param>
    /// <param name="to">The order that is wanted.</param>
    internal static float[] Reorder(ReadOnlySpan<float> values, string from, string to = PyTorch)
    {
        int block = values.Length / from.Length;
        var result = new float[block * to.Length];
        for (int at = 0; at < to.Length; at++)
        {
            values.Slice(from.IndexOf(to[at]) * block, block).CopyTo(result.AsSpan(at * block));
        }

        return result;
    }

    /// <summary>Some columns of a matrix, [rows, columns] as [rows, count].</summary>
    internal static float[] Columns(ReadOnlySpan<float> values, int columns, int first, int count)
    {
        var result = new float[values.Length / columns * count];
        for (int row = 0; row < values.Length / columns; row++)
        {
            values.Slice((row * columns) + first, count).CopyTo(result.AsSpan(row * count));
        }

        return result;
    }

    /// <summary>[rows, columns] as [columns, rows].</summary>
    internal static float[] Transpose(ReadOnlySpan<float> values, int rows, int columns)
    {
        var result = new float[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                result[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return result;
    }
}
