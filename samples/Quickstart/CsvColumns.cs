using System.Globalization;
using CsvHelper;

namespace LstmGen.Samples.Quickstart;

/// <summary>
/// Reads columns of numbers from a CSV file with a header line. Separators: comma, semicolon, tab or bar. A row of a series that is empty is
/// a value that is missing, not one to pass over; empty lines may be at the end alone.
/// </summary>
internal static class CsvColumns
{
    // A longer record is no line of numbers: most likely a quote is never closed.
    private const int LongestRecord = 1 << 16;

    /// <summary>The named columns, each [rows]; every value a finite number.</summary>
    /// <exception cref="InputException">The file, a column or a value is missing or is not what it should be.</exception>
    public static double[][] Read(string path, params IReadOnlyList<string> names)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            int rows = Rows(file, names.Count);
            using var csv = CsvReader.Create(file, new CsvReaderOptions
            {
                TrackLineNumbers = true,
                SkipEmptyLines = false,
                MalformedData = CsvMalformedDataHandling.Throw,
                MaxRecordSize = LongestRecord,
            });
            return Read(csv, path, names, rows);
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

    private static double[][] Read(CsvReader csv, string path, IReadOnlyList<string> names, int rows)
    {
        string[] header = [.. csv.Headers];
        int[] at = [.. names.Select(name => Find(header, name, path))];
        double[][] columns = [.. names.Select(_ => new double[rows])];
        int count = 0;
        long empty = 0;
        while (csv.Read())
        {
            if (csv.FieldCount == 1 && csv.IsEmpty(0))
            {
                empty = empty == 0 ? csv.LineNumber : empty;
                continue;
            }

            if (empty > 0)
            {
                throw new InputException($"{path}, line {empty}: the line is empty, and others follow; a row of numbers was expected.");
            }

            if (csv.FieldCount != header.Length)
            {
                throw new InputException($"{path}, line {csv.LineNumber}: the line has {csv.FieldCount} {(csv.FieldCount == 1 ? "field" : "fields")}, the header {header.Length}.");
            }

            if (count == rows)
            {
                rows = Math.Max(1024, 2 * rows);
                Resize(columns, rows);
            }

            for (int column = 0; column < at.Length; column++)
            {
                columns[column][count] = Parse(csv, at[column], header, path);
            }

            count++;
        }

        Resize(columns, count);
        return columns;
    }

    private static void Resize(double[][] columns, int rows)
    {
        for (int column = 0; column < columns.Length; column++)
        {
            Array.Resize(ref columns[column], rows);
        }
    }

    /// <summary>Rows to make room for: those after the header, unless the file is too short for so many rows of numbers. 0 where only reading tells.</summary>
    private static int Rows(FileStream file, int columns)
    {
        if (!file.CanSeek)
        {
            return 0;
        }

        var buffer = new byte[1 << 13];
        long ends = 0;
        byte last = (byte)'\n';
        for (int bytes; (bytes = file.Read(buffer)) > 0; last = buffer[bytes - 1])
        {
            ends += buffer.AsSpan(0, bytes).Count((byte)'\n');
        }

        long lines = ends + (last == (byte)'\n' ? 0 : 1);
        long most = file.Length / (2L * Math.Max(1, columns)); // a digit and a separator each
        file.Position = 0;
        return (int)Math.Clamp(lines - 1, 0, Math.Min(most, Array.MaxLength));
    }

    private static int Find(string[] header, string name, string path)
    {
        int first = Array.IndexOf(header, name);
        if (first < 0)
        {
            throw new InputException(
                header is [""] ? $"{path}, line 1: the line is empty; a header with the column {name} was expected."
                : header.Length == 0 ? $"{path}: the file is empty; a header line with the column {name} was expected."
                : $"{path}, line 1: there is no column {name}; the header has {Short(string.Join(", ", header), 200)}.");
        }

        return Array.LastIndexOf(header, name) == first
            ? first
            : throw new InputException($"{path}, line 1: the header names column {name} more than once.");
    }

    private static double Parse(CsvReader csv, int column, string[] header, string path)
    {
        // As bytes where they are the number; a string only of what is quoted, or wrong.
        if (double.TryParse(csv[column].Span, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
        {
            return value;
        }

        string field = csv.GetString(column);
        return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)
            ? value
            : throw new InputException(
                $"{path}, line {csv.LineNumber}, column {header[column]}: \"{Short(field, 40)}\" is not a finite number such as 0.25 or 1e-3.");
    }

    private static string Short(string text, int length) => text.Length <= length ? text : text[..length] + "...";
}
