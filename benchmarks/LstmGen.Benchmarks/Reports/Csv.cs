using System.Reflection;
using System.Text.Json;
using CsvHelper;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Rows as CSV text: a header of the properties' names, like_this, and a line a row, numbers in full.</summary>
internal static class Csv
{
    internal static string Write<TRow>(IEnumerable<TRow> rows)
    {
        PropertyInfo[] columns = typeof(TRow).GetProperties();
        using var text = new StringWriter();
        using (CsvWriter csv = CsvWriter.Create(text, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true))
        {
            csv.WriteHeader([.. columns.Select(column => JsonNamingPolicy.SnakeCaseLower.ConvertName(column.Name))]);
            foreach (TRow row in rows)
            {
                foreach (PropertyInfo column in columns)
                {
                    csv.WriteField(column.GetValue(row));
                }

                csv.EndRecord();
            }
        }

        return text.ToString();
    }
}
