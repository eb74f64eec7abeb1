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
    public void AChartShowsLogarithms()
    {
        ChartLine engine = new("a", "#111111", false, [(10, 20), (100, 200), (1000, 3000)]);
        ChartLine limit = new("limit", "#222222", true, [(10, 7), (1000, 3000)]);
        var lines = new LogLines("time & size", "units", [(10, "10"), (1000, "1000")], value => $"{value} ns", [engine, limit]);

        Assert.Equal([(1, Math.Log10(20)), (2, Math.Log10(200)), (3, Math.Log10(3000))], LogLines.Coordinates(engine));
        Assert.Equal((1, 3), lines.XRange);
        Assert.Equal((0, 4), lines.YRange); // whole powers of ten around 7 and 3000
        Assert.Equal([(1, "10"), (3, "1000")], lines.XTicks);
        Assert.Equal([(0, "1 ns"), (1, "10 ns"), (2, "100 ns"), (3, "1000 ns"), (4, "10000 ns")], lines.YTicks);
    }

    [Fact]
    public void LabelsOfLinesThatEndTogetherKeepApart()
    {
        ChartLine Line(string name, double end) => new(name, "#111111", false, [(1, 1), (10, end)]);
        var lines = new LogLines("", "", [], value => $"{value}", [Line("highest", 1000), Line("b", 101), Line("a", 100), Line("lowest", 1)]);

        double[] heights = lines.LabelHeights(0.25);

        Assert.Equal([3, 2.25, 2, 0], heights);
    }
}
