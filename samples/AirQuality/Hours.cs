using System.Globalization;
using CsvHelper;

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
        try
        {
            using FileStream file = File.OpenRead(path);
            using var csv = CsvReader.Create(file, new CsvReaderOptions { TrackLineNumbers = true, SkipEmptyLines = false, MalformedData = CsvMalformedDataHandling.Throw });
            return Read(csv, path);
        }
        catch (CsvFormatException error)
        {
            throw new InputException($"{path}, line {error.LineNumber}: {error.Message}");
        }
    }

    private static (float[] Pm, float[] Features) Read(CsvReader csv, string path)
    {
        string[] header = [.. csv.Headers];
        int[] at = [.. Columns.Select(column => header.Count(name => name == column) == 1
            ? Array.IndexOf(header, column)
            : throw new InputException($"{path}, line 1: the column {column} is there {header.Count(name => name == column)} times; once was expected."))];
        List<float> readings = [], features = [];
        double last = double.NaN;
        DateTime? before = null;
        long empty = 0;
        while (csv.Read())
        {
            if (csv.FieldCount == 1 && csv.IsEmpty(0))
            {
                empty = empty == 0 ? csv.LineNumber : empty;
                continue;
            }

            InputException Error(string message) => new($"{path}, line {csv.LineNumber}{message}.");
            string Field(string column) => csv.GetString(at[Array.IndexOf(Columns, column)]);
            double Number(string column, double least = double.MinValue)
                => Field(column) is var field && double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value >= least
                    ? value
                    : throw Error($", column {column}: \"{field}\" is not a finite number{(least == 0 ? " from 0 on" : "")}");
            int Whole(string column, int least, int most)
                => int.TryParse(Field(column), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
                    ? value
                    : throw Error($", column {column}: \"{Field(column)}\" is not a whole number from {least} to {most}");

            if (empty > 0 || csv.FieldCount != header.Length)
            {
                throw empty > 0
                    ? new InputException($"{path}, line {empty}: the line is empty, and others follow; an hour was expected.")
                    : Error($": the line has {csv.FieldCount} fields, the header {header.Length}");
            }

            int year = Whole("year", 1900, 2100), month = Whole("month", 1, 12);
            DateTime time = new DateTime(year, month, Whole("day", 1, DateTime.DaysInMonth(year, month))).AddHours(Whole("hour", 0, 23));
            if (before is DateTime previous && time != previous.AddHours(1))
            {
                throw Error($": the hour is {time:yyyy-MM-dd HH}, that of the line before {previous:yyyy-MM-dd HH}; one after the other was expected");
            }

            before = time;
            double reading = Field("pm2.5") == "NA" ? double.NaN : Number("pm2.5", 0);
            double carried = last;
            last = double.IsNaN(reading) ? last : reading; // a gap carries the last reading on, and says so
            string wind = Field("cbwd");
            if (wind != Calm && !Wind.Contains(wind))
            {
                throw Error($", column cbwd: \"{wind}\" is not a wind; {Calm}, {string.Join(", ", Wind)} were expected");
            }

            double angle = 2 * Math.PI * time.Hour / 24;
            double[] hour =
            [
                last, double.IsNaN(reading) ? 1 : 0, last - carried,
                Number("DEWP"), Number("TEMP"), Number("PRES"), Math.Log(1 + Number("Iws", 0)), Number("Is", 0), Number("Ir", 0),
                .. Wind.Select(name => wind == name ? 1.0 : 0.0), Math.Sin(angle), Math.Cos(angle),
            ];
            readings.Add((float)reading);
            features.AddRange(hour.Select(value => (float)value));
        }

        return ([.. readings], [.. features]);
    }
}
