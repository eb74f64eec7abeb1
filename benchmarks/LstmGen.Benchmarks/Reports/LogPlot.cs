using LstmGen.Samples;
using ScottPlot;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Draws lines over two logarithmic axes by ScottPlot, as SVG that brings its own background: readable on light and on dark pages.</summary>
internal static class LogPlot
{
    private const int Width = 860, Height = 480, LabelHeight = 16;
    private const float FontSize = 13, TitleSize = 15;

    private static readonly Color s_text = Color.FromHex("#1f2328"), s_axis = Color.FromHex("#59636e"), s_grid = Color.FromHex("#d1d9e0");
    private static readonly PixelPadding s_margins = new(72, 10, 56, 44);

    /// <summary>Of the width, what the labels at the ends of the lines take.</summary>
    private const double LabelPart = 0.21;

    internal static string Svg(LogLines lines)
    {
        using var plot = new Plot();
        plot.Font.Set(PortableSvg.Font);
        Axes(plot, lines);
        double perPixel = (lines.YRange.High - lines.YRange.Low) / (Height - s_margins.Top - s_margins.Bottom);
        double[] heights = lines.LabelHeights(LabelHeight * perPixel);
        for (int i = 0; i < lines.Lines.Length; i++)
        {
            Add(plot, lines.Lines[i], lines.XRange.Last, heights[i]);
        }

        return PortableSvg.From(plot.GetSvgXml(Width, Height));
    }

    private static void Axes(Plot plot, LogLines lines)
    {
        (double first, double last) = lines.XRange;
        double margin = (last - first) * 0.02;
        plot.Axes.SetLimits(first - margin, last + ((last - first) * LabelPart / (1 - LabelPart)), lines.YRange.Low, lines.YRange.High);
        plot.Layout.Fixed(s_margins);
        plot.Title(lines.Title, TitleSize);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Title.Label.ForeColor = s_text;
        plot.XLabel(lines.XTitle, FontSize);
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Bottom.Label.ForeColor = s_text;
        plot.Axes.Bottom.SetTicks([.. lines.XTicks.Select(tick => tick.X)], [.. lines.XTicks.Select(tick => tick.Text)]);
        plot.Axes.Left.SetTicks([.. lines.YTicks.Select(tick => tick.Y)], [.. lines.YTicks.Select(tick => tick.Text)]);
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.TickLabelStyle.FontSize = FontSize;
            axis.TickLabelStyle.ForeColor = s_axis;
            axis.FrameLineStyle.Width = 0;
            axis.MajorTickStyle.Color = s_axis;
        }

        plot.Axes.Left.TickLabelStyle.OffsetY = 3; // on the line, not above it
        plot.HideGrid();
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        foreach ((double y, _) in lines.YTicks)
        {
            var line = plot.Add.Line(first - margin, y, last + margin, y);
            line.LineWidth = 1;
            line.LineColor = s_grid;
        }
    }

    private static void Add(Plot plot, ChartLine line, double last, double height)
    {
        (double X, double Y)[] points = LogLines.Coordinates(line);
        Color colour = Color.FromHex(line.Colour);
        var scatter = plot.Add.Scatter(points.Select(point => point.X).ToArray(), points.Select(point => point.Y).ToArray(), colour);
        scatter.LineWidth = 2;
        scatter.MarkerSize = line.Dashed ? 0 : 6;
        scatter.LinePattern = line.Dashed ? LinePattern.Dashed : LinePattern.Solid;
        var label = plot.Add.Text(line.Name, last, height);
        label.LabelFontSize = FontSize;
        label.LabelFontColor = colour;
        label.LabelAlignment = Alignment.MiddleLeft;
        label.OffsetX = 14;
    }
}
