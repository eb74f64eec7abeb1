namespace LstmGen.Training;

/// <summary>What of a time becomes a pair of columns, sine and cosine of its place in its cycle.</summary>
[Flags]
public enum CalendarColumns
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The time of the day, to its ticks: 24 hours are one turn.</summary>
    Hour = 1,

    /// <summary>The day of the week, from Monday: 7 are one turn.</summary>
    Weekday = 2,

    /// <summary>The month: 12 are one turn.</summary>
    Month = 4,

    /// <summary>The day of the year: 365 are one turn, or 366.</summary>
    DayOfYear = 8,
}
