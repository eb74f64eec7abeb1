using System.Text;

namespace LstmGen.Benchmarks.Reports;

/// <summary>A table for people: Markdown with columns padded to one width, the first to the left, the others to the right.</summary>
internal sealed class MarkdownTable(params string[] header)
{
    private readonly List<string[]> _rows = [];

    internal void Add(params string[] cells)
    {
        if (cells.Length != header.Length)
        {
            throw new ArgumentException($"The row has {cells.Length} cells; {header.Length} were expected.", nameof(cells));
        }

        _rows.Add(cells);
    }

    public override string ToString()
    {
        int[] widths = [.. header.Select((name, i) => Math.Max(Math.Max(3, name.Length), _rows.Select(row => row[i].Length).DefaultIfEmpty().Max()))];
        var text = new StringBuilder();
        Append(text, header, widths);
        text.Append('|').AppendJoin('|', widths.Select((width, i) => i == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":")).Append("|\n");
        _rows.ForEach(row => Append(text, row, widths));
        return text.ToString();
    }

    private static void Append(StringBuilder text, string[] cells, int[] widths)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            text.Append("| ").Append(i == 0 ? cells[i].PadRight(widths[i]) : cells[i].PadLeft(widths[i])).Append(' ');
        }

        text.Append("|\n");
    }
}
