using LstmGen.Training;

namespace LstmGen.Tests.Training.Series;

/// <summary>Times become sines and cosines of their place in day, week and year.</summary>
public sealed class CalendarTests
{
    private const CalendarColumns All = CalendarColumns.Hour | CalendarColumns.Weekday | CalendarColumns.Month | CalendarColumns.DayOfYear;

    [Fact]
    public void EveryHourOfTwoYearsIsWhatTheSystemsSineSays()
    {
        var start = new DateTime(2011, 12, 30, 0, 30, 0);
        float[] columns = SeriesCalendar.Columns(start, TimeSpan.FromHours(1), 17_600, All);
        for (int row = 0; row < 17_600; row++)
        {
            DateTime time = start.AddHours(row);
            int weekday = time.DayOfWeek == DayOfWeek.Sunday ? 6 : (int)time.DayOfWeek - 1;
            double[] turns =
            [
                (time.Hour + 0.5) / 24, weekday / 7.0, (time.Month - 1) / 12.0, (time.DayOfYear - 1) / (time.Year == 2012 ? 366.0 : 365.0),
            ];
            for (int part = 0; part < 4; part++)
            {
                Assert.Equal(Math.Sin(2 * Math.PI * turns[part]), columns[(row * 8) + (part * 2)], 1e-7);
                Assert.Equal(Math.Cos(2 * Math.PI * turns[part]), columns[(row * 8) + (part * 2) + 1], 1e-7);
            }
        }

        DateTime[] times = [.. Enumerable.Range(0, 100).Select(row => start.AddHours(row))];
        Assert.Equal(columns[..800], SeriesCalendar.Columns(times, All));
    }

    [Fact]
    public void PartsAreInOneOrderAndNamed()
    {
        Assert.Equal(["hour_sin", "hour_cos", "month_sin", "month_cos"], SeriesCalendar.Names(CalendarColumns.Month | CalendarColumns.Hour));
        Assert.Equal(SeriesCalendar.Count(All), SeriesCalendar.Names(All).Count);
        float[] row = new float[4];
        SeriesCalendar.Write(new DateTime(2013, 4, 1, 6, 0, 0), CalendarColumns.Month | CalendarColumns.Hour, row);
        Assert.Equal([1, 0, 1, 0], row);
    }

    [Fact]
    public void WhatIsNoCalendarIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesCalendar.Count((CalendarColumns)16));
        Assert.Throws<ArgumentException>(() => SeriesCalendar.Write(default, CalendarColumns.Hour, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesCalendar.Columns(default, TimeSpan.FromDays(1), 0, All));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesCalendar.Columns(DateTime.MaxValue, TimeSpan.FromDays(1), 2, All));
    }

    [Fact]
    public void ATimeAllocatesNothing()
    {
        float[] row = new float[8];
        Allocated.Nothing(() => SeriesCalendar.Write(new DateTime(2013, 4, 1, 6, 0, 0), All, row));
    }
}
