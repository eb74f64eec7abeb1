using System.Globalization;
using CsvHelper;

namespace LstmGen.Samples.AirQuality;

/// <summary>Reads a file of the Beijing PM2.5 data set.</summary>
internal static class Hours
{
    private static readonly string[] Columns = ["hour", "pm2.5", "DEWP", "TEMP", "PRES", "cbwd", "Iws", "Is", "Ir"];
    private static readonly string[] Wind = ["NE", "NW", "SE"];

    /// <summary>PM2.5 of every hour [T], NaN where it is NA, and the features of every hour [T, 14]; as read() of train_pm25.py.</summary>
    /// <exception cref="InvalidDataException">A field is not what it should be.</exception>
    public static (float[] Pm, float[] Features) Read(string path)
    {
        using var csv = CsvReader.Create(File.OpenRead(path), new CsvReaderOptions { TrackLineNumbers = true });
        if (Columns.Except(csv.Headers).ToArray() is { Length: > 0 } missing)
        {
            throw new InvalidDataException($"{path}, line 1: there is no column {missing[0]}.");
        }

        List<float> readings = [], features = [];
        double last = double.NaN;
        while (csv.Read())
        {
            double Number(string column)
                => csv.GetString(column) is var field && double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                    ? value
                    : throw new InvalidDataException($"{path}, line {csv.LineNumber}, column {column}: \"{field}\" is not a finite number.");

            double reading = csv.GetString("pm2.5") == "NA" ? double.NaN : Number("pm2.5");
            double before = last;
            last = double.IsNaN(reading) ? last : reading; // a gap carries the last reading on, and says so
            string wind = csv.GetString("cbwd");
            double angle = 2 * Math.PI * Number("hour") / 24;
            double[] hour =
            [
                last, double.IsNaN(reading) ? 1 : 0, last - before,
                Number("DEWP"), Number("TEMP"), Number("PRES"), Math.Log(1 + Number("Iws")), Number("Is"), Number("Ir"),
                .. Wind.Select(name => wind == name ? 1.0 : 0.0), Math.Sin(angle), Math.Cos(angle),
            ];
            readings.Add((float)reading);
            features.AddRange(hour.Select(value => (float)value));
        }

        return ([.. readings], [.. features]);
    }
}
