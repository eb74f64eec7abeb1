using System.Text;

namespace LstmGen.Benchmarks.Reports;

internal static class SafeFile
{
    /// <summary>Writes a text as UTF-8, the whole file or nothing.</summary>
    internal static void Write(string path, string text) => Formats.SafeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
