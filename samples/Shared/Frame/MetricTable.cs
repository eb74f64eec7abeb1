using System.Globalization;
using System.Text;

namespace LstmGen.Samples;

/// <summary>A column of a table: its name and the format of its numbers.</summary>
internal readonly record struct Metric(string Name, string Format = "F3")
{
    public static implicit operator Metric(string name) => new(name);
}

/// <summary>
/// Methods in rows, metrics in columns, numbers aligned and in the invariant culture. NaN is a dash: the metric does not apply.
/// </summary>
internal sealed class MetricTable(string title, params Metric[] metrics)
{
    private const int Gap = 3;

    private readonly List<(string Name, string[] Cells)> _rows = [];

    /// <summary>A row; one value for each metric.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than metrics.</exception>
    public MetricTable Add(string name, params ReadOnlySpan<double> values)
    {
        if (values.Length != metrics.Length)
        {
            throw new ArgumentException($"Row {name} has {values.Length} values; the {metrics.Length} of the metrics were expected.", nameof(values));
        }

        var cells = new string[values.Length];
        for (int column = 0; column < cells.Length; column++)
        {
            cells[column] = double.IsNaN(values[column]) ? "-" : values[column].ToString(metrics[column].Format, CultureInfo.InvariantCulture);
        }

        _rows.Add((name, cells));
        return this;
    }

    public void Print() => Console.WriteLine(ToString());

    public override string ToString()
    {
        int first = _rows.Select(row => row.Name.Length).Append(title.Length).Max();
        int[] widths = [.. metrics.Select((metric, column) => _rows.Select(row => row.Cells[column].Length).Append(metric.Name.Length).Max())];
        var text = new StringBuilder(Line(title, [.. metrics.Select(metric => metric.Name)]));
        text.Append('\n').Append('-', first + widths.Sum(width => width + Gap));
        foreach ((string name, string[] cells) in _rows)
        {
            text.Append('\n').Append(Line(name, cells));
        }

        return text.ToString();

        string Line(string name, string[] cells)
            => name.PadRight(first) + string.Concat(cells.Select((cell, column) => cell.PadLeft(widths[column] + Gap)));
    }
}
