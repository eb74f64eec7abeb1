using System.Globalization;
using System.Text.Json;

namespace LstmGen.Samples.Anomalies;

/// <summary>Readings in the order of time, and the windows of rows, first and last, in which something was wrong.</summary>
internal sealed record Series(string Name, DateTime[] Times, double[] Values, (int First, int Last)[] Windows)
{
    private const int Shortest = 500;

    /// <summary>Rows at the start that are for learning and are not scored: 15 %, of 5,000 rows at most, as in NAB.</summary>
    public int Probation => Math.Min((int)(0.15 * Values.Length), 750);

    /// <summary>The series that <c>windows.json</c> of a folder names, in the format of the Numenta Anomaly Benchmark.</summary>
    /// <exception cref="InputException">A file is missing or is not what it should be.</exception>
    public static Series[] ReadFolder(string folder)
    {
        string path = Path.Combine(folder, "windows.json");
        using FileStream file = InputException.Open(path);
        try
        {
            Dictionary<string, string[][]?>? files = JsonSerializer.Deserialize<Dictionary<string, string[][]?>>(file);
            return files is null || files.Values.Contains(null) ? throw new JsonException("There is a null in it.") : [.. files.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => Read(folder, one.Key, one.Value!, path))];
        }
        catch (JsonException error)
        {
            throw new InputException($"{path}: {error.Message} An object of file names with lists of [start, end] was expected.");
        }
    }

    private static Series Read(string folder, string name, string[][] windows, string windowsPath)
    {
        List<DateTime> times = [];
        List<double> values = [];
        string path = Path.Combine(folder, name);
        CsvColumns.Read(path, ["timestamp", "value"], row =>
        {
            times.Add(DateTime.TryParse(row.Text("timestamp"), CultureInfo.InvariantCulture, out DateTime time)
                ? time : throw row.Wrong("timestamp", "not a time"));
            values.Add(row.Number("value"));
        });
        if (values.Count < Shortest)
        {
            throw new InputException($"{path}: {values.Count} rows; at least {Shortest} were expected.");
        }

        return new(name, [.. times], [.. values], [.. windows.Select(window => window is [string start, string end]
            ? (Row(start), Row(end)) is (int first, int last) && first < last
                ? (first, last) : throw new InputException($"{windowsPath}: {name}: the window {start} to {end} ends before it starts.")
            : throw new InputException($"{windowsPath}: {name}: a window has {window.Length} times; a start and an end were expected."))]);

        int Row(string time) => DateTime.TryParse(time, CultureInfo.InvariantCulture, out DateTime at) && times.IndexOf(at) is >= 0 and int row
            ? row : throw new InputException($"{windowsPath}: {name} has no row of the time {time}, at which a window starts or ends.");
    }
}
