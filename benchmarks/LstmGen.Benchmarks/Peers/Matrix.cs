namespace LstmGen.Benchmarks.Peers;

internal static class Matrix
{
    /// <summary>[rows, columns] to [columns, rows].</summary>
    internal static float[] Transposed(ReadOnlySpan<float> matrix, int rows)
    {
        int columns = matrix.Length / rows;
        var result = new float[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                result[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }

        return result;
    }
}
