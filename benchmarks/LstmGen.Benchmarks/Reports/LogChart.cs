using System.Globalization;
using System.Text;

namespace LstmGen.Benchmarks.Reports;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Colour">Of line and label.</param>
/// <param name="Dashed">A bound, not a measurement.</param>
/// <param name="Points">x and y, both above 0, x rising.</param>
internal sealed record ChartLine(string Name, string Colour, bool Dashed, (double X, double Y)[] Points);

/// <summary>Lines over two logarithmic axes as SVG text, readable on light and on dark pages: it brings its own background.</summary>
/// <param name="Title">Above the lines.</param>
/// <param name="XTitle">With the unit.</param>
/// <param name="Ticks">Places on the x axis and what to write there.</param>
/// <param name="Unit">What to write at a power of ten of the y axis.</param>
/// <param name="Lines">At least one.</param>
internal sealed record LogChart(string Title, string XTitle, (double X, string Text)[] Ticks, Func<double, string> Unit, ChartLine[] Lines)
{
    private const int Width = 860, Height = 480, Left = 72, Right = 190, Top = 48, Bottom = 60, LabelHeight = 15;

    public override string ToString()
    {
        (double X, double Y)[] points = [.. Lines.SelectMany(line => line.Points)];
        double firstX = Math.Log(points.Min(point => point.X)), lastX = Math.Log(points.Max(point => point.X));
        int low = (int)Math.Floor(Math.Log10(points.Min(point => point.Y))), high = (int)Math.Ceiling(Math.Log10(points.Max(point => point.Y)));
        double X(double x) => Left + ((Math.Log(x) - firstX) / Math.Max(lastX - firstX, double.Epsilon) * (Width - Left - Right));
        double Y(double y) => Height - Bottom - ((Math.Log10(y) - low) / Math.Max(high - low, 1) * (Height - Top - Bottom));

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" font-family="sans-serif" font-size="13" role="img">
            <title>{Escaped(Title)}</title>
            <rect width="100%" height="100%" rx="6" fill="#ffffff"/>
            <text x="{Left}" y="26" font-size="15" fill="#1f2328">{Escaped(Title)}</text>

            """);
        for (int power = low; power <= high; power++)
        {
            double value = Math.Pow(10, power);
            svg.Append(CultureInfo.InvariantCulture, $"""
                <path d="M{Left} {Y(value):F1}H{Width - Right}" stroke="#d1d9e0"/>
                <text x="{Left - 8}" y="{Y(value) + 4:F1}" text-anchor="end" fill="#59636e">{Escaped(Unit(value))}</text>

                """);
        }

        foreach ((double x, string text) in Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <path d="M{X(x):F1} {Height - Bottom}v5" stroke="#59636e"/>
                <text x="{X(x):F1}" y="{Height - Bottom + 20}" text-anchor="middle" fill="#59636e">{Escaped(text)}</text>

                """);
        }

        svg.Append(CultureInfo.InvariantCulture, $"""
            <text x="{(Left + Width - Right) / 2}" y="{Height - 14}" text-anchor="middle" fill="#1f2328">{Escaped(XTitle)}</text>

            """);
        double[] labels = Apart([.. Lines.Select(line => Y(line.Points[^1].Y))]);
        for (int i = 0; i < Lines.Length; i++)
        {
            Append(svg, Lines[i], labels[i], X, Y);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Append(StringBuilder svg, ChartLine line, double label, Func<double, double> x, Func<double, double> y)
    {
        string points = string.Join(' ', line.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{x(point.X):F1},{y(point.Y):F1}")));
        string dashes = line.Dashed ? " stroke-dasharray=\"5 4\"" : "";
        svg.Append(CultureInfo.InvariantCulture, $"""
            <polyline fill="none" stroke="{line.Colour}" stroke-width="2"{dashes} points="{points}"/>
            <text x="{Width - Right + 10}" y="{label + 4:F1}" fill="{line.Colour}">{Escaped(line.Name)}</text>

            """);
        foreach ((double px, double py) in line.Dashed ? [] : line.Points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x(px):F1}\" cy=\"{y(py):F1}\" r=\"3\" fill=\"{line.Colour}\"/>\n");
        }
    }

    /// <summary>Heights of labels at least a line apart, in the same order, as near as one pass from the top leaves them.</summary>
    private static double[] Apart(double[] heights)
    {
        var apart = new double[heights.Length];
        double next = double.NegativeInfinity;
        foreach (int index in Enumerable.Range(0, heights.Length).OrderBy(index => heights[index]))
        {
            apart[index] = Math.Max(heights[index], next);
            next = apart[index] + LabelHeight;
        }

        return apart;
    }

    private static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
