using System.Globalization;
using CsvHelper;

namespace LstmGen.Samples;

/// <summary>
/// Columns of a CSV file with a header line. Separators: comma, semicolon, tab or bar. A row of a series that is empty is a value that is
/// missing, not one to pass over; empty lines may be at the end alone.
/// </summary>
internal sealed class CsvColumns
{
    // A longer record is no line of numbers: most likely a quote is never closed.
    private const int LongestRecord = 1 << 16;

    private readonly CsvReader _csv;
    private readonly string _path;
    private readonly string[] _header;

    private CsvColumns(CsvReader csv, string path, IEnumerable<string> names)
    {
        (_csv, _path, _header) = (csv, path, [.. csv.Headers]);
        foreach (string name in names)
        {
            int times = _header.Count(column => column == name);
            if (times != 1)
            {
                throw new InputException(
                    times > 1 ? $"{path}, line 1: the header names column {name} more than once."
                    : _header is [""] ? $"{path}, line 1: the line is empty; a header with the column {name} was expected."
                    : _header.Length == 0 ? $"{path}: the file is empty; a header line with the column {name} was expected."
                    : $"{path}, line 1: there is no column {name}; the header has {Short(string.Join(", ", _header), 200)}.");
            }
        }
    }

    /// <summary>The named columns, each [rows]; every value a finite number.</summary>
    /// <exception cref="InputException">The file, a column or a value is missing or is not what it should be.</exception>
    public static double[][] Read(string path, params IReadOnlyList<string> names)
    {
        List<double>[] columns = [.. names.Select(_ => new List<double>())];
        Read(path, names, row =>
        {
            for (int column = 0; column < columns.Length; column++)
            {
                columns[column].Add(row.Number(names[column]));
            }
        });
        return [.. columns.Select(column => column.ToArray())];
    }

    /// <summary>Calls for every row, in order.</summary>
    /// <exception cref="InputException">The file, a column or a row is missing or is not what it should be.</exception>
    public static void Read(string path, IReadOnlyList<string> names, Action<CsvColumns> row)
    {
        try
        {
            using FileStream file = InputException.Open(path);
            using var csv = CsvReader.Create(file, new CsvReaderOptions
            {
                TrackLineNumbers = true,
                SkipEmptyLines = false,
                MalformedData = CsvMalformedDataHandling.Throw,
                MaxRecordSize = LongestRecord,
            });
            var columns = new CsvColumns(csv, path, names);
            for (long empty = 0; csv.Read();)
            {
                if (csv.FieldCount == 1 && csv.IsEmpty(0))
                {
                    empty = empty == 0 ? csv.LineNumber : empty;
                    continue;
                }

                columns.Check(empty);
                row(columns);
            }
        }
        catch (CsvFormatException error)
        {
            throw new InputException($"{path}, line {error.LineNumber}: {error.Message}");
        }
        catch (IOException error)
        {
            throw new InputException($"{path}: the file cannot be read: {error.Message}");
        }
    }

    /// <summary>A field of this row.</summary>
    public string Text(string column) => _csv.GetString(Array.IndexOf(_header, column));

    /// <summary>A field of this row that is a finite number.</summary>
    /// <exception cref="InputException">It is none, or less.</exception>
    public double Number(string column, double least = double.MinValue)
    {
        // As bytes where they are the number; a string only of what is quoted, or wrong.
        return (double.TryParse(_csv[Array.IndexOf(_header, column)].Span, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            || double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out value)) && double.IsFinite(value) && value >= least
            ? value
            : throw Wrong(column, $"not a finite number{(least == double.MinValue ? "" : $" from {least} on")} such as 0.25 or 1e-3");
    }

    /// <summary>A field of this row that is a whole number.</summary>
    /// <exception cref="InputException">It is none, or out of range.</exception>
    public int Whole(string column, int least, int most)
        => int.TryParse(Text(column), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw Wrong(column, $"not a whole number from {least} to {most}");

    /// <summary>What is wrong with a field of this row.</summary>
    public InputException Wrong(string column, string what) => Wrong($", column {column}: \"{Short(Text(column), 40)}\" is {what}");

    /// <summary>What is wrong with this row.</summary>
    public InputException Wrong(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{_path}, line {_csv.LineNumber}{what}."));

    private void Check(long empty)
    {
        if (empty > 0)
        {
            throw new InputException($"{_path}, line {empty}: the line is empty, and others follow; a row was expected.");
        }

        if (_csv.FieldCount != _header.Length)
        {
            throw Wrong($": the line has {_csv.FieldCount} {(_csv.FieldCount == 1 ? "field" : "fields")}, the header {_header.Length}");
        }
    }

    private static string Short(string text, int length) => text.Length <= length ? text : text[..length] + "...";
}
