using System.Globalization;
using System.Xml.Linq;
using LstmGen.Benchmarks;
using LstmGen.Benchmarks.Reports;

namespace LstmGen.Tests.Benchmarks;

/// <summary>Tables, charts and the section of the front page that the benchmarks write.</summary>
public class ReportTests
{
    [Fact]
    public void ATableAlignsItsColumns()
    {
        var table = new MarkdownTable("step", "ns");
        table.Add("(1, 8)", "42");
        table.Add("(64, 64)", "788");

        Assert.Equal("| step     |  ns |\n|----------|----:|\n| (1, 8)   |  42 |\n| (64, 64) | 788 |\n", table.ToString());
        Assert.Throws<ArgumentException>(() => table.Add("one cell"));
    }

    [Theory]
    [InlineData(42.84, "42.8 ns")]
    [InlineData(788.2, "788 ns")]
    [InlineData(2390, "2.39 µs")]
    [InlineData(22_224, "22.2 µs")]
    [InlineData(31_600_000, "31.6 ms")]
    public void TimesHaveThreeDigitsAndTheirUnit(double nanoseconds, string expected) => Assert.Equal(expected, Figure.Time(nanoseconds));

    [Fact]
    public void ASectionIsReplacedBetweenItsComments()
    {
        const string page = "before\n<!-- t:begin -->\nold\n<!-- t:end -->\nafter\n";

        string replaced = MarkedSection.Replace(page, "t", "new\n");

        Assert.Equal("before\n<!-- t:begin -->\nnew\n<!-- t:end -->\nafter\n", replaced);
        Assert.Equal(replaced, MarkedSection.Replace(replaced, "t", "new\n"));
    }

    [Theory]
    [InlineData("no comments")]
    [InlineData("<!-- t:end --><!-- t:begin -->")]
    [InlineData("<!-- t:begin --><!-- t:begin --><!-- t:end -->")]
    public void APageWithoutAPlaceForTheSectionIsAnError(string page)
        => Assert.Throws<BenchmarkException>(() => MarkedSection.Replace(page, "t", "new"));

    [Fact]
    public void AChartIsXmlWithLogarithmicAxes()
    {
        var chart = new LogChart(
            "time & size", "units", [(8, "8"), (64, "64"), (512, "512")], value => $"{value} ns",
            [new("a", "#111111", false, [(8, 10), (64, 100), (512, 1000)]), new("limit", "#222222", true, [(8, 10), (512, 1000)])]);

        XElement svg = XElement.Parse(chart.ToString());

        double[][][] lines = [.. Named("polyline").Select(line => Points(line.Attribute("points")!.Value))];
        Assert.Equal(2, lines.Length);
        Assert.Equal((lines[0][0][0] + lines[0][2][0]) / 2, lines[0][1][0], 0.11); // 64 lies in the middle of 8 and 512
        Assert.Equal((lines[0][0][1] + lines[0][2][1]) / 2, lines[0][1][1], 0.11);
        Assert.True(lines[0][2][1] < lines[0][0][1]); // more time is higher up
        Assert.Equal(lines[0][2], lines[1][1]);
        Assert.Equal(3, Named("circle").Count()); // a bound has no marks
        double[] labels = [.. Named("text").Where(text => text.Value is "a" or "limit").Select(text => Number(text.Attribute("y")!.Value))];
        Assert.True(Math.Abs(labels[0] - labels[1]) >= 15, "Labels of lines that end in one point must not overlap.");
        Assert.Contains(Named("text"), text => text.Value == "time & size");

        IEnumerable<XElement> Named(string name) => svg.Descendants().Where(element => element.Name.LocalName == name);
    }

    private static double[][] Points(string points) => [.. points.Split(' ').Select(point => point.Split(',').Select(Number).ToArray())];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
