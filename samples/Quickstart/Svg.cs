using System.Text;
using LstmGen.Formats;

namespace LstmGen.Samples.Quickstart;

/// <summary>Writes the loss of every epoch and a stretch of the forecast as two charts in one SVG file.</summary>
internal static class Svg
{
    private const int Width = 900, Height = 260, Left = 60, Top = 40;
    private const int LongestStretch = 600;

    public static void Write(string path, IReadOnlyList<EpochLoss> losses, Scored scored)
    {
        Range part = Picture.Liveliest(scored.Actual, LongestStretch);
        string text = $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{2 * Height}" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            {Chart(0, "Loss of every epoch", [("training", "#4682b4", [.. losses.Select(loss => loss.Training)]), ("validation", "#d2691e", [.. losses.Select(loss => loss.Validation)])])}
            {Chart(Height, scored.Title, [("came", "#4682b4", scored.Actual[part]), ("forecast", "#d2691e", scored.Forecast[part])])}
            </svg>

            """;
        SafeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    private static string Chart(int top, string title, IReadOnlyList<(string Name, string Colour, double[] Values)> lines)
    {
        double low = lines.Min(line => line.Values.Min()), high = lines.Max(line => line.Values.Max());
        double Y(double value) => Height - 30 - ((value - low) / Math.Max(high - low, double.Epsilon) * (Height - 30 - Top));
        var svg = new StringBuilder($"""<g transform="translate(0 {top})"><text x="{Left}" y="20" font-size="14">{Escaped(title)}</text>""");
        foreach (double value in (double[])[low, (low + high) / 2, high])
        {
            svg.Append($"""<text x="{Left - 6}" y="{Y(value) + 4:F1}" text-anchor="end">{value:G3}</text>""")
                .Append($"""<path d="M{Left} {Y(value):F1}H{Width - 20}" stroke="#ddd"/>""");
        }

        for (int index = 0; index < lines.Count; index++)
        {
            (string name, string colour, double[] values) = lines[index];
            double step = (Width - 20.0 - Left) / Math.Max(values.Length - 1, 1);
            svg.Append($"""<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{string.Join(' ', values.Select((value, x) => $"{Left + (x * step):F1},{Y(value):F1}"))}"/>""")
                .Append($"""<text x="{Left + (100 * index)}" y="{Height - 8}" fill="{colour}">{name}</text>""");
        }

        return svg.Append("</g>").ToString();
    }

    private static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;");
}
