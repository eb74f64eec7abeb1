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
