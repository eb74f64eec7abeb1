namespace LstmGen.Benchmarks.Reports;

internal static class SafeFile
{
    /// <summary>Writes a whole file or nothing: to a temporary name first, then renamed.</summary>
    internal static void Write(string path, string text)
    {
        string temporary = path + ".tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }
}
