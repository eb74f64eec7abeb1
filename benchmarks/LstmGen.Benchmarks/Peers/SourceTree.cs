namespace LstmGen.Benchmarks.Peers;

/// <summary>Finds what lies in the source tree that this program was built in.</summary>
internal static class SourceTree
{
    /// <summary>The full path of a file, or null where no folder above this program holds it.</summary>
    /// <param name="path">From the root of the tree.</param>
    internal static string? Find(string path)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string full = Path.Combine(folder.FullName, path);
            if (File.Exists(full))
            {
                return full;
            }
        }

        return null;
    }
}
