using LstmGen.Benchmarks.Peers;

namespace LstmGen.Benchmarks.Reports;

/// <summary>What the comparison writes into the source tree: its tables, each between the two comments of a page, and the chart.</summary>
internal sealed class RepositoryFiles
{
    private const string Section = "compare";
    private const string Mark = "LstmGen.sln";
    private readonly string _front;
    private readonly string _figures;
    private readonly string _chart;

    /// <summary>Finds the files in the source tree that this program was built in.</summary>
    /// <exception cref="BenchmarkException">It is not there, or a page has no place for its table.</exception>
    internal RepositoryFiles()
    {
        string root = Path.GetDirectoryName(SourceTree.Find(Mark))
            ?? throw new BenchmarkException($"No folder above {AppContext.BaseDirectory} has {Mark}; the source tree was expected.");
        _front = Path.Combine(root, "README.md");
        _figures = Path.Combine(root, "docs", "benchmarks.md");
        _chart = Path.Combine(root, "docs", "streaming.svg");
        With(_front, "");
        With(_figures, "");
    }

    /// <param name="shortTable">For the front page.</param>
    /// <param name="fullTable">For the page of figures.</param>
    /// <param name="chart">SVG.</param>
    internal void Write(string shortTable, string fullTable, string chart)
    {
        (string front, string figures) = (With(_front, shortTable), With(_figures, fullTable));
        SafeFile.Write(_figures, figures);
        SafeFile.Write(_chart, chart);
        SafeFile.Write(_front, front);
    }

    private static string With(string page, string table)
    {
        try
        {
            return MarkedSection.Replace(File.ReadAllText(page), Section, table);
        }
        catch (Exception exception) when (exception is BenchmarkException or IOException)
        {
            throw new BenchmarkException($"{page}: {exception.Message}");
        }
    }
}
