namespace LstmGen.Training;

/// <summary>Some rows of a series that follow each other.</summary>
/// <param name="Start">The first row.</param>
/// <param name="End">The row after the last.</param>
public readonly record struct SeriesPart(int Start, int End)
{
    /// <summary>Number of rows.</summary>
    /// <exception cref="OverflowException">Start and End are not those of a part.</exception>
    public int Count => checked(End - Start);

    /// <summary>The whole of a series.</summary>
    public static SeriesPart All(int rows) => new(0, rows);

    internal void Check(int rows, string name)
    {
        if (Start < 0 || End > rows || Start >= End)
        {
            throw new ArgumentOutOfRangeException(name, $"The part is rows {Start} to {End}; at least one of the rows 0 to {rows} of the series was expected.");
        }
    }
}

/// <summary>A series cut in the order of time: what is trained on comes first, what is tested on last.</summary>
/// <param name="Training">The oldest rows.</param>
/// <param name="Validation">Rows that tell when to stop.</param>
/// <param name="Test">The newest rows, for one look at the end.</param>
public sealed record SeriesSplit(SeriesPart Training, SeriesPart Validation, SeriesPart Test)
{
    /// <summary>Cuts a series; shares are rounded down to whole rows, training takes what is left.</summary>
    /// <param name="rows">Rows of the series.</param>
    /// <param name="validation">Share of the rows, 0 up to but not including 1.</param>
    /// <param name="test">Share of the rows, 0 up to but not including 1.</param>
    /// <param name="gap">
    /// Rows left out before validation and before test, for series whose rows look ahead or back: with targets computed from the
    /// next n rows, or features from the last n, a gap of n keeps what is learnt apart from what is scored.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of range, or a part that was asked for would be empty.</exception>
    public static SeriesSplit InOrder(int rows, double validation, double test, int gap = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        int testRows = Share(rows, test, nameof(test)), validationRows = Share(rows, validation, nameof(validation));
        int testStart = rows - testRows;
        long validationEnd = testRows > 0 ? (long)testStart - gap : rows;
        long validationStart = validationEnd - validationRows;
        long trainingEnd = validationRows > 0 ? validationStart - gap : validationEnd;
        return trainingEnd > 0
            ? new SeriesSplit(new(0, (int)trainingEnd), new((int)validationStart, (int)validationEnd), new(testStart, rows))
            : throw new ArgumentOutOfRangeException(
                nameof(rows), $"Of {rows} rows {validationRows} are for validation, {testRows} for the test, gaps are {gap}: none is left for training.");
    }

    private static int Share(int rows, double share, string name)
    {
        if (!(share is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, share, "A share from 0 up to but not including 1 was expected.");
        }

        int count = (int)(rows * share);
        return count > 0 || share == 0
            ? count
            : throw new ArgumentOutOfRangeException(name, share, $"This share of {rows} rows is less than one row.");
    }
}
