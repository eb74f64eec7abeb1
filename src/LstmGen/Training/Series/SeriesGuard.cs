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
            throw NotFinite(values[at], at, columns, firstRow, name, "finite values were expected");
        }
    }

    /// <summary>Throws at the first value that is infinite; NaN is one that is missing.</summary>
    internal static void RequireFiniteOrMissing(ReadOnlySpan<float> values, int columns, int firstRow, string name)
    {
        for (int at = 0; at < values.Length; at++)
        {
            if (float.IsInfinity(values[at]))
            {
                throw NotFinite(values[at], at, columns, firstRow, name, "finite values, or NaN where one is missing, were expected");
            }
        }
    }

    /// <summary>Throws unless every number is one of a column.</summary>
    internal static void RequireColumns(ReadOnlySpan<int> chosen, int columns, string name)
    {
        foreach (int column in chosen)
        {
            if ((uint)column >= (uint)columns)
            {
                throw new ArgumentOutOfRangeException(name, $"There is no column {column}; 0 to {columns - 1} were expected.");
            }
        }
    }

    private static ArgumentException NotFinite(float value, int at, int columns, int firstRow, string name, string expected)
        => new(FormattableString.Invariant($"{name} holds {value} in row {firstRow + (at / columns)}, column {at % columns}; {expected}."), name);
}
