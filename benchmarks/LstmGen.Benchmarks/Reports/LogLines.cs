namespace LstmGen.Benchmarks.Reports;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Colour">Of line and label, as #rrggbb.</param>
/// <param name="Dashed">A bound, not a measurement.</param>
/// <param name="Points">x and y, both above 0, x rising.</param>
internal sealed record ChartLine(string Name, string Colour, bool Dashed, (double X, double Y)[] Points);

/// <summary>Lines over two logarithmic axes: what a plot of them shows, in logarithms to the base of ten.</summary>
/// <param name="Title">Above the lines.</param>
/// <param name="XTitle">With the unit.</param>
/// <param name="Ticks">Places on the x axis and what to write there.</param>
/// <param name="Unit">What to write at a power of ten of the y axis.</param>
/// <param name="Lines">At least one.</param>
internal sealed record LogLines(string Title, string XTitle, (double X, string Text)[] Ticks, Func<double, string> Unit, ChartLine[] Lines)
{
    /// <summary>The least and the largest x of all points.</summary>
    internal (double First, double Last) XRange => (Points.Min(point => Math.Log10(point.X)), Points.Max(point => Math.Log10(point.X)));

    /// <summary>The powers of ten around all points.</summary>
    internal (int Low, int High) YRange
        => ((int)Math.Floor(Points.Min(point => Math.Log10(point.Y))), (int)Math.Ceiling(Points.Max(point => Math.Log10(point.Y))));

    /// <summary>The powers of ten and what to write there.</summary>
    internal (double Y, string Text)[] YTicks
        => [.. Enumerable.Range(YRange.Low, YRange.High - YRange.Low + 1).Select(power => ((double)power, Unit(Math.Pow(10, power))))];

    /// <summary>The places on the x axis.</summary>
    internal (double X, string Text)[] XTicks => [.. Ticks.Select(tick => (Math.Log10(tick.X), tick.Text))];

    internal static (double X, double Y)[] Coordinates(ChartLine line) => [.. line.Points.Select(point => (Math.Log10(point.X), Math.Log10(point.Y)))];

    /// <summary>Heights for the labels at the ends of the lines: at least so far apart, in the order of the ends, as near as one pass from the lowest leaves them.</summary>
    internal double[] LabelHeights(double apart)
    {
        double[] ends = [.. Lines.Select(line => Math.Log10(line.Points[^1].Y))];
        var heights = new double[ends.Length];
        double next = double.NegativeInfinity;
        foreach (int index in Enumerable.Range(0, ends.Length).OrderBy(index => ends[index]))
        {
            heights[index] = Math.Max(ends[index], next);
            next = heights[index] + apart;
        }

        return heights;
    }

    private IEnumerable<(double X, double Y)> Points => Lines.SelectMany(line => line.Points);
}
