using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace LstmGen.Samples.Quickstart;

/// <summary>Something the user gave cannot be used; the message says what, where, and what was expected.</summary>
internal sealed class InputException(string message) : Exception(message);

/// <summary>Reads columns of numbers from a CSV file with a header line.</summary>
internal static class CsvColumns
{
    /// <summary>The named columns, each [rows]; every value a finite number.</summary>
    /// <exception cref="InputException">The file, a column or a value is missing or is not what it should be.</exception>
    public static double[][] Read(string path, params IReadOnlyList<string> names)
    {
        try
        {
            using var text = new StreamReader(path);
            return Read(text, path, names);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the file cannot be read: {error.Message}");
        }
    }

    private static double[][] Read(TextReader text, string path, IReadOnlyList<string> names)
    {
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t"],
            BadDataFound = bad => throw new InputException($"{path}, line {bad.Context.Parser!.RawRow}: a quoted field is not closed or not quoted as a whole."),
        });
        if (!csv.Read())
        {
            throw new InputException($"{path}: the file is empty; a header line with the columns' names was expected.");
        }

        string[] header = csv.Record!;
        int[] at = [.. names.Select(name => Find(header, name, path))];
        var columns = names.Select(_ => new List<double>()).ToArray();
        while (csv.Read())
        {
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
            string all = string.Join(", ", header);
            throw new InputException($"{path}, line 1: there is no column {name}; the header has {(all.Length <= 200 ? all : all[..200] + "...")}");
        }

        return Array.LastIndexOf(header, name) == first
            ? first
            : throw new InputException($"{path}, line 1: the header names column {name} more than once.");
    }

    private static double Parse(CsvParser csv, int column, string[] header, string path)
    {
        string where = $"{path}, line {csv.RawRow}, column {header[column]}";
        if (column >= csv.Count)
        {
            throw new InputException($"{where}: the line has {csv.Count} of the header's {header.Length} fields.");
        }

        string field = csv[column];
        return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InputException($"{where}: \"{(field.Length <= 40 ? field : field[..40] + "...")}\" is not a finite number such as 0.25 or 1e-3.");
    }
}
