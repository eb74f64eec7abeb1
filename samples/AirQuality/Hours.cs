namespace LstmGen.Samples.AirQuality;

/// <summary>Reads a file of the Beijing PM2.5 data set.</summary>
internal static class Hours
{
    private static readonly string[] Columns = ["year", "month", "day", "hour", "pm2.5", "DEWP", "TEMP", "PRES", "cbwd", "Iws", "Is", "Ir"];
    private static readonly string[] Wind = ["NE", "NW", "SE"];
    private const string Calm = "cv"; // calm and variable: none of those

    /// <summary>PM2.5 of every hour [T], NaN where it is NA, and the features of every hour [T, 14]; as read() of train_pm25.py.</summary>
    /// <exception cref="InputException">A line or field is not what it should be, or is not of the hour after the line before.</exception>
    public static (float[] Pm, float[] Features) Read(string path)
    {
        List<float> readings = [], features = [];
        double last = double.NaN;
        DateTime? before = null;
        CsvColumns.Read(path, Columns, row =>
        {
            int year = row.Whole("year", 1900, 2100), month = row.Whole("month", 1, 12);
            DateTime time = new DateTime(year, month, row.Whole("day", 1, DateTime.DaysInMonth(year, month))).AddHours(row.Whole("hour", 0, 23));
            if (before is DateTime previous && time != previous.AddHours(1))
            {
                throw row.Wrong($": the hour is {time:yyyy-MM-dd HH}, that of the line before {previous:yyyy-MM-dd HH}; one after the other was expected");
            }

            before = time;
            double reading = row.Text("pm2.5") == "NA" ? double.NaN : row.Number("pm2.5", 0);
            double carried = last;
            last = double.IsNaN(reading) ? last : reading; // a gap carries the last reading on, and says so
            string wind = row.Text("cbwd");
            if (wind != Calm && !Wind.Contains(wind))
            {
                throw row.Wrong("cbwd", $"not a wind; {Calm}, {string.Join(", ", Wind)} were expected");
            }

            double angle = 2 * Math.PI * time.Hour / 24;
            double[] hour =
            [
                last, double.IsNaN(reading) ? 1 : 0, last - carried,
                row.Number("DEWP"), row.Number("TEMP"), row.Number("PRES"), Math.Log(1 + row.Number("Iws", 0)), row.Number("Is", 0), row.Number("Ir", 0),
                .. Wind.Select(name => wind == name ? 1.0 : 0.0), Math.Sin(angle), Math.Cos(angle),
            ];
            readings.Add((float)reading);
            features.AddRange(hour.Select(value => (float)value));
        });
        return ([.. readings], [.. features]);
    }
}
