namespace LstmGen.Training;

/// <summary>
/// Columns that follow from the time alone, and are thus known in advance: for <see cref="SeriesWindowOptions.KnownColumns"/>. For each part of
/// <see cref="CalendarColumns"/>, in the order of their values, the sine and the cosine of its place in its cycle. The bits are the same on every processor.
/// </summary>
public static class SeriesCalendar
{
    private const CalendarColumns All = CalendarColumns.Hour | CalendarColumns.Weekday | CalendarColumns.Month | CalendarColumns.DayOfYear;

    /// <summary>Number of columns: two for each part.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public static int Count(CalendarColumns parts) => (parts & ~All) == 0
        ? 2 * int.PopCount((int)parts)
        : throw new ArgumentOutOfRangeException(nameof(parts), parts, "Flags of CalendarColumns were expected.");

    /// <summary>What the columns are called, such as <c>hour_sin</c> and <c>hour_cos</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public static IReadOnlyList<string> Names(CalendarColumns parts)
    {
        var names = new List<string>(Count(parts));
        Add(CalendarColumns.Hour, "hour");
        Add(CalendarColumns.Weekday, "weekday");
        Add(CalendarColumns.Month, "month");
        Add(CalendarColumns.DayOfYear, "day_of_year");
        return names;

        void Add(CalendarColumns part, string name)
        {
            if ((parts & part) != 0)
            {
                names.AddRange([$"{name}_sin", $"{name}_cos"]);
            }
        }
    }

    /// <summary>The columns of one time; allocates nothing.</summary>
    /// <param name="time">The time, as a clock on the wall shows it.</param>
    /// <param name="parts">Which.</param>
    /// <param name="row">[<see cref="Count"/>], written.</param>
    /// <exception cref="ArgumentException">The length does not fit, or there is no such part.</exception>
    public static void Write(DateTime time, CalendarColumns parts, Span<float> row)
    {
        int count = Count(parts), at = 0;
        if (row.Length != count)
        {
            throw new ArgumentException($"row has {row.Length} floats; {count} were expected.", nameof(row));
        }

        if ((parts & CalendarColumns.Hour) != 0)
        {
            Turn(row, ref at, (double)time.TimeOfDay.Ticks / TimeSpan.TicksPerDay);
        }

        if ((parts & CalendarColumns.Weekday) != 0)
        {
            Turn(row, ref at, (((int)time.DayOfWeek + 6) % 7) / 7.0);
        }

        if ((parts & CalendarColumns.Month) != 0)
        {
            Turn(row, ref at, (time.Month - 1) / 12.0);
        }

        if ((parts & CalendarColumns.DayOfYear) != 0)
        {
            Turn(row, ref at, (time.DayOfYear - 1.0) / (DateTime.IsLeapYear(time.Year) ? 366 : 365));
        }
    }

    /// <summary>The columns of times that follow each other at one distance.</summary>
    /// <param name="start">Of the first row.</param>
    /// <param name="step">From one row to the next.</param>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="parts">Which.</param>
    /// <returns>[rows, <see cref="Count"/>].</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no row or no such part, or a time is later than a <see cref="DateTime"/> can be.</exception>
    public static float[] Columns(DateTime start, TimeSpan step, int rows, CalendarColumns parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        int count = Count(parts);
        float[] columns = new float[checked(rows * count)];
        for (int row = 0; row < rows; row++)
        {
            Write(start + (step * row), parts, columns.AsSpan(row * count, count));
        }

        return columns;
    }

    /// <summary>The columns of any times.</summary>
    /// <param name="times">One for each row.</param>
    /// <param name="parts">Which.</param>
    /// <returns>[times, <see cref="Count"/>].</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public static float[] Columns(ReadOnlySpan<DateTime> times, CalendarColumns parts)
    {
        int count = Count(parts);
        float[] columns = new float[checked(times.Length * count)];
        for (int row = 0; row < times.Length; row++)
        {
            Write(times[row], parts, columns.AsSpan(row * count, count));
        }

        return columns;
    }

    /// <summary>Sine and cosine of a share of a turn, 0 up to 1.</summary>
    private static void Turn(Span<float> row, ref int at, double share)
    {
        row[at++] = Cosine(Math.Abs(share - 0.25));
        row[at++] = Cosine(share);
    }

    private static float Cosine(double share) => (float)DoubleMath.CosineOfPi(share <= 0.5 ? 2 * share : 2 * (1 - share));
}
