namespace LstmGen.Benchmarks.Reports;

/// <summary>What the comparison writes into the source tree: a section of the front page and its chart.</summary>
internal static class RepositoryFiles
{
    private const string Section = "compare";
    private const string Page = "README.md";
    private const string Mark = "LstmGen.sln";
    private static readonly string _chart = Path.Combine("docs", "streaming.svg");

    /// <summary>The folder of the source tree that this program was built in.</summary>
    /// <exception cref="BenchmarkException">It is not there, or its page has no place for the table.</exception>
    internal static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, Mark)))
        {
            folder = Path.GetDirectoryName(folder);
        }

        folder = folder ?? throw new BenchmarkException($"No folder above {AppContext.BaseDirectory} has {Mark}; the source tree was expected.");
        MarkedSection.Replace(File.ReadAllText(Path.Combine(folder, Page)), Section, "");
        return folder;
    }

    internal static void Write(string root, string table, string chart)
    {
        string page = Path.Combine(root, Page);
        SafeFile.Write(page, MarkedSection.Replace(File.ReadAllText(page), Section, table));
        SafeFile.Write(Path.Combine(root, _chart), chart);
    }
}
