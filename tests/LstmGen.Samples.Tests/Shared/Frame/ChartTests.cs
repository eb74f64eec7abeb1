using System.Buffers.Binary;
using System.Xml.Linq;
using LstmGen.Samples;

namespace LstmGen.Tests.Samples.Frame;

public sealed class ChartTests
{
    [Fact]
    public void SvgIsTheSameForTheSameValuesAndSaysWhatItShows()
    {
        using var folder = new TemporaryFolder();
        string[] files = [folder.File("a.svg"), folder.File("b.svg"), folder.File("c.svg")];
        Lines(files[0], 1);
        Lines(files[1], 1);
        Lines(files[2], 2);
        byte[] first = File.ReadAllBytes(files[0]);
        Assert.Equal(first, File.ReadAllBytes(files[1]));
        Assert.NotEqual(first, File.ReadAllBytes(files[2]));
        string text = XDocument.Load(files[0]).Root!.Value;
        Assert.All((string[])["Forecast", "hour", "µg", "came", "10 % to 90 %", "Errors", "one", "two"], word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public void PngHasTheSizeOfAllCharts()
    {
        using var folder = new TemporaryFolder();
        Lines(folder.File("a.png"), 1);
        byte[] png = File.ReadAllBytes(folder.File("a.png"));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.Equal((600, 500), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
    }

    [Fact]
    public void HeatMapNamesRowsAndColumns()
    {
        using var folder = new TemporaryFolder();
        using var chart = new Chart("Attention", "from", "to");
        chart.HeatMap(new double[,] { { 0, 1, 0 }, { 0.5, 0.25, 0.25 } }, ["first", "second"], ["a1", "b2", "c3"]).Save(folder.File("h.svg"));
        XElement svg = XDocument.Load(folder.File("h.svg")).Root!;
        Assert.All((string[])["Attention", "first", "second", "a1", "b2", "c3"], word => Assert.Contains(word, svg.Value, StringComparison.Ordinal));
        string Place(string word) => svg.Descendants().Last(e => e.Name.LocalName == "text" && e.Value.Trim() == word).Attribute("transform")!.Value;
        double Height(string word) => double.Parse(Place(word).Split(' ', ')')[1], System.Globalization.CultureInfo.InvariantCulture); // translate(x y)
        Assert.True(Height("first") < Height("second"), "the first row is not above the second");
    }

    private static void Lines(string path, double value)
    {
        using Chart lines = new("Forecast", "hour", "µg/m³"), bars = new("Errors", "", "RMSE");
        lines.Line("came", [1, value, double.NaN, 3]).Band("10 % to 90 %", [0, 1, 2, 3], [2, 3, 4, 5]).Line("forecast", [1, 2, 3, 4]).Span(1, 2).Level(3);
        bars.Bars(["one", "two"], [1, 2]);
        Chart.Save(path, 600, 250, lines, bars);
    }
}
