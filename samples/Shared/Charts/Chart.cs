using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace LstmGen.Samples;

/// <summary>A chart of lines, bands, bars or a heat map, drawn by ScottPlot; the same bytes for the same values.</summary>
internal sealed class Chart : IDisposable
{
    // Told apart by readers who do not see red and green too (Okabe and Ito 2008).
    private static readonly Color[] s_colours = [.. new[] { "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#59636e" }.Select(Color.FromHex)];
    private static readonly Color s_text = Color.FromHex("#1f2328");

    private readonly Plot _plot = new();
    private int _used;
    private bool _legend;

    public Chart(string title, string x, string y)
    {
        _plot.Font.Set(PortableSvg.Font);
        _plot.Title(title, 15);
        _plot.XLabel(x, 13);
        _plot.YLabel(y, 13);
        foreach (LabelStyle label in (LabelStyle[])[_plot.Axes.Title.Label, _plot.Axes.Bottom.Label, _plot.Axes.Left.Label])
        {
            (label.Bold, label.ForeColor) = (false, s_text);
        }
    }

    /// <summary>A line over 0, 1, 2 ... or over <paramref name="x"/>; gaps where a value is NaN.</summary>
    public Chart Line(string name, IReadOnlyList<double> y, IReadOnlyList<double>? x = null, bool dots = false)
    {
        ScottPlot.Plottables.Scatter line = _plot.Add.Scatter(Places(x, y.Count), (double[])[.. y], s_colours[_used++ % s_colours.Length]);
        (line.LineWidth, line.MarkerSize, line.LegendText) = (dots ? 0 : 1.5f, dots ? 5 : 0, name);
        _legend = true;
        return this;
    }

    /// <summary>What lies between two lines, in the colour of the next line.</summary>
    public Chart Band(string name, IReadOnlyList<double> low, IReadOnlyList<double> high, IReadOnlyList<double>? x = null)
    {
        ScottPlot.Plottables.FillY band = _plot.Add.FillY(Places(x, low.Count), [.. low], [.. high]);
        (band.FillColor, band.LineWidth, band.LegendText) = (s_colours[_used % s_colours.Length].WithAlpha(0.25), 0, name);
        _legend = true;
        return this;
    }

    /// <summary>A stretch of the x axis that is marked from top to bottom.</summary>
    public Chart Span(double from, double to)
    {
        ScottPlot.Plottables.HorizontalSpan span = _plot.Add.HorizontalSpan(from, to, s_colours[5].WithAlpha(0.25));
        span.LineStyle.Width = 0;
        return this;
    }

    /// <summary>A level of the y axis.</summary>
    public Chart Level(double y)
    {
        ScottPlot.Plottables.HorizontalLine line = _plot.Add.HorizontalLine(y, 1, s_colours[6], LinePattern.Dashed);
        line.ExcludeFromLegend = true;
        return this;
    }

    /// <summary>A bar for each name.</summary>
    public Chart Bars(IReadOnlyList<string> names, IReadOnlyList<double> values)
    {
        _plot.Add.Bars((double[])[.. values]).Color = s_colours[_used++ % s_colours.Length];
        _plot.Axes.Bottom.TickGenerator = Names(names, count => count);
        _plot.Axes.Margins(bottom: 0);
        return this;
    }

    /// <summary>Values [rows, columns], the first row at the top, light where they are small.</summary>
    public Chart HeatMap(double[,] values, IReadOnlyList<string> rows, IReadOnlyList<string> columns)
    {
        int last = values.GetLength(0) - 1;
        ScottPlot.Plottables.Heatmap map = _plot.Add.Heatmap(values);
        map.Colormap = new ScottPlot.Colormaps.Blues().Reversed();
        map.CellAlignment = Alignment.MiddleCenter;
        _plot.Add.ColorBar(map);
        _plot.Axes.Bottom.TickGenerator = Names(columns, column => column);
        _plot.Axes.Left.TickGenerator = Names(rows, row => last - row);
        _plot.Axes.Margins(0, 0);
        _plot.HideGrid();
        return this;
    }

    public void Save(string path, int width = 900, int height = 420) => Save(path, width, height, this);

    /// <summary>Charts one above the other; SVG or PNG by the ending of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels of each chart.</param>
    /// <param name="charts">From top to bottom.</param>
    public static void Save(string path, int width, int height, params ReadOnlySpan<Chart> charts)
    {
        var all = new SKSize(width, height * charts.Length);
        if (Path.GetExtension(path) == ".png")
        {
            using var surface = SKSurface.Create(new SKImageInfo(width, (int)all.Height));
            Draw(surface.Canvas, width, height, charts);
            using SKData png = surface.Snapshot().Encode(SKEncodedImageFormat.Png, quality: 100);
            File.WriteAllBytes(path, png.ToArray());
            return;
        }

        using var svg = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(all), svg))
        {
            Draw(canvas, width, height, charts);
        }

        File.WriteAllText(path, PortableSvg.From(System.Text.Encoding.UTF8.GetString(svg.ToArray())));
    }

    public void Dispose() => _plot.Dispose();

    private static void Draw(SKCanvas canvas, int width, int height, ReadOnlySpan<Chart> charts)
    {
        canvas.Clear(SKColors.White);
        for (int n = 0; n < charts.Length; n++)
        {
            Plot plot = charts[n]._plot;
            _ = charts[n]._legend ? plot.ShowLegend(Alignment.UpperRight, Orientation.Horizontal) : plot.HideLegend() as object;
            plot.RenderManager.ClearCanvasBeforeEachRender = false;
            plot.Render(canvas, new PixelRect(0, width, (n + 1) * height, n * height));
        }
    }

    private static double[] Places(IReadOnlyList<double>? x, int count) => x is null ? [.. Enumerable.Range(0, count).Select(n => (double)n)] : [.. x];

    private static NumericManual Names(IReadOnlyList<string> names, Func<int, double> place)
        => new([.. names.Select((_, n) => place(n))], [.. names]);
}
