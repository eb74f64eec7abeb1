using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>Checks of what a caller gives as a series.</summary>
internal static class SeriesGuard
{
    /// <summary>Number of rows of a series [rows, columns].</summary>
    internal static int Rows(int length, int columns, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        return length > 0 && length % columns == 0
            ? length / columns
            : throw new ArgumentException($"{name} has {length} values; a multiple of {columns} columns, at least one row, was expected.", name);
    }

    /// <summary>Throws at the first value that is infinite or NaN.</summary>
    internal static void RequireFinite(ReadOnlySpan<float> values, int columns, int firstRow, string name)
    {
        int at = FloatConversion.IndexOfNonFinite(values);
        if (at >= 0)
        {
            throw new ArgumentException(
                $"{name} holds {values[at]} in row {firstRow + (at / columns)}, column {at % columns}; finite values were expected.", name);
        }
    }
}
