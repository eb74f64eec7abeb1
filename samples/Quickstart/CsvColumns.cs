using System.Globalization;
using CsvHelper;

namespace LstmGen.Samples.Quickstart;

/// <summary>Reads columns of numbers from a CSV file with a header line. Separators: comma, semicolon, tab or bar.</summary>
internal static class CsvColumns
{
    // A longer record is no line of numbers: most likely a quote is never closed.
    private const int LongestRecord = 1 << 20;

    /// <summary>The named columns, each [rows]; every value a finite number.</summary>
    /// <exception cref="InputException">The file, a column or a value is missing or is not what it should be.</exception>
    public static double[][] Read(string path, params IReadOnlyList<string> names)
    {
        try
        {
            using var csv = CsvReader.Create(File.OpenRead(path), new CsvReaderOptions
            {
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Throw,
                MaxRecordSize = LongestRecord,
            });
            return Read(csv, path, names);
        }
        catch (CsvFormatException error)
        {
            throw new InputException($"{path}, line {error.LineNumber}: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{path}: the file cannot be read: {error.Message}");
        }
    }

    private static double[][] Read(CsvReader csv, string path, IReadOnlyList<string> names)
    {
        string[] header = [.. csv.Headers];
        int[] at = [.. names.Select(name => Find(header, name, path))];
        var columns = names.Select(_ => new List<double>()).ToArray();
        while (csv.Read())
        {
            if (csv.FieldCount != header.Length)
            {
                throw new InputException($"{path}, line {csv.LineNumber}: the line has {csv.FieldCount} fields, the header {header.Length}.");
            }

            for (int column = 0; column < at.Length; column++)
            {
                columns[column].Add(Parse(csv, at[column], header, path));
            }
        }

        return [.. columns.Select(column => column.ToArray())];
    }

    private static int Find(string[] header, string name, string path)
    {
        int first = Array.IndexOf(header, name);
        if (first < 0)
        {
            throw new InputException(header.Length == 0
                ? $"{path}: the file is empty; a header line with the column {name} was expected."
                : $"{path}, line 1: there is no column {name}; the header has {Short(string.Join(", ", header), 200)}.");
        }

        return Array.LastIndexOf(header, name) == first
            ? first
            : throw new InputException($"{path}, line 1: the header names column {name} more than once.");
    }

    private static double Parse(CsvReader csv, int column, string[] header, string path)
    {
        string field = csv.GetString(column);
        return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InputException(
                $"{path}, line {csv.LineNumber}, column {header[column]}: \"{Short(field, 40)}\" is not a finite number such as 0.25 or 1e-3.");
    }

    private static string Short(string text, int length) => text.Length <= length ? text : text[..length] + "...";
}
