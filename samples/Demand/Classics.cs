using System.Globalization;

namespace LstmGen.Samples.Demand;

/// <summary>Two series of months: airline passengers (Box and Jenkins) and sunspots (Zurich). Trained on the first two thirds.</summary>
internal static class Classics
{
    public static Panel Read(SampleRun run) => new(
        [Read(run.DataFile("airline-passengers.csv"), "Passengers"), Read(run.DataFile("monthly-sunspots.csv"), "Sunspots")], Season: 12, Seasons: 1, "month");

    /// <exception cref="InputException">A line is not what it should be, or not of the month after the line before.</exception>
    internal static Product Read(string path, string column)
    {
        List<DateTime> months = [];
        List<float> values = [];
        CsvColumns.Read(path, ["Month", column], row =>
        {
            if (!DateTime.TryParseExact(row.Text("Month"), "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime month))
            {
                throw row.Wrong("Month", "not a month such as 1949-01");
            }

            if (months.Count > 0 && month != months[^1].AddMonths(1))
            {
                throw row.Wrong("Month", $"not the month after {months[^1]:yyyy-MM}");
            }

            months.Add(month);
            values.Add((float)row.Number(column, 0));
        });
        const int Fewest = 120;
        return values.Count >= Fewest
            ? new Product(column, [.. months], [.. values], new float[values.Count], values.Count * 2 / 3)
            : throw new InputException($"{path}: {values.Count} months; at least {Fewest} were expected.");
    }
}
