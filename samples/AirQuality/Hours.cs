using LstmGen.Training;

namespace LstmGen.Samples.AirQuality;

/// <summary>Hours that follow each other: of each its columns, NaN where PM2.5 is missing.</summary>
internal sealed record Hours(DateTime[] Times, float[] Columns)
{
    /// <summary>What a forecast is made from. Calendar columns come after those of the file.</summary>
    public static readonly string[] Names =
        ["pm2.5", "change", "dew_point", "temperature", "pressure", "log_wind", "snow", "rain", .. Wind, .. SeriesCalendar.Names(Calendar), "pm2.5_missing"];

    private const CalendarColumns Calendar = CalendarColumns.Hour | CalendarColumns.Weekday | CalendarColumns.Month;
    private const string Calm = "cv"; // calm and variable: none of those

    /// <summary>Winds that are columns of their own.</summary>
    public static string[] Wind => ["NE", "NW", "SE"];

    public int Count => Times.Length;

    /// <summary>The columns of one hour, [Names.Length].</summary>
    public ReadOnlySpan<float> this[int hour] => Columns.AsSpan(hour * Names.Length, Names.Length);

    /// <summary>The readings [T]; NaN where one is missing.</summary>
    public float[] Pm => [.. Enumerable.Range(0, Count).Select(hour => this[hour][0])];

    /// <summary>Reads a file of the Beijing PM2.5 data set; as read() of train_pm25.py.</summary>
    /// <exception cref="InputException">A line or field is not what it should be, or is not of the hour after the line before.</exception>
    public static Hours Read(string path)
    {
        var hours = new HoursBuilder();
        DateTime? before = null;
        string[] columns = ["year", "month", "day", "hour", "pm2.5", "DEWP", "TEMP", "PRES", "cbwd", "Iws", "Is", "Ir"];
        CsvColumns.Read(path, columns, row =>
        {
            int year = row.Whole("year", 1900, 2100), month = row.Whole("month", 1, 12);
            DateTime time = new DateTime(year, month, row.Whole("day", 1, DateTime.DaysInMonth(year, month))).AddHours(row.Whole("hour", 0, 23));
            if (before is DateTime previous && time != previous.AddHours(1))
            {
                throw row.Wrong($": the hour is {time:yyyy-MM-dd HH}, that of the line before {previous:yyyy-MM-dd HH}; one after the other was expected");
            }

            before = time;
            string wind = row.Text("cbwd");
            if (wind != Calm && !Wind.Contains(wind))
            {
                throw row.Wrong("cbwd", $"not a wind; {Calm}, {string.Join(", ", Wind)} were expected");
            }

            double pm = row.Text("pm2.5") == "NA" ? double.NaN : row.Number("pm2.5", 0);
            hours.Add(time, pm, row.Number("DEWP"), row.Number("TEMP"), row.Number("PRES"), row.Number("Iws", 0), row.Number("Is", 0), row.Number("Ir", 0), wind);
        });
        return hours.ToHours();
    }

    /// <summary>Collects hours.</summary>
    internal sealed class HoursBuilder
    {
        private readonly List<DateTime> _times = [];
        private readonly List<float> _columns = [];
        private double _last = double.NaN;

        public void Add(DateTime time, double pm, double dewPoint, double temperature, double pressure, double wind, double snow, double rain, string from)
        {
            double change = double.IsNaN(pm) ? 0 : pm - _last; // NaN at the first reading alone
            _last = double.IsNaN(pm) ? _last : pm;
            Span<float> calendar = stackalloc float[SeriesCalendar.Count(Calendar)];
            SeriesCalendar.Write(time, Calendar, calendar);
            _times.Add(time);
            _columns.AddRange([(float)pm, (float)(double.IsNaN(change) ? 0 : change)]);
            _columns.AddRange([(float)dewPoint, (float)temperature, (float)pressure, (float)Math.Log(1 + wind), (float)snow, (float)rain]);
            _columns.AddRange([.. Wind.Select(name => from == name ? 1f : 0f), .. calendar, double.IsNaN(pm) ? 1f : 0f]);
        }

        public Hours ToHours() => new([.. _times], [.. _columns]);
    }
}
