using System.Text;

namespace LstmGen.Build;

/// <summary>Writes to a temporary file, then renames it: a build that is stopped leaves no half of a file.</summary>
internal static class SafeFile
{
    /// <summary>Writes a file, whose time is then that of the writing.</summary>
    internal static void Write(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
            }

            if (File.Exists(path))
            {
                File.Replace(temporary, path, null);
            }
            else
            {
                File.Move(temporary, path);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes a text where the file holds another or is not there.</summary>
    internal static void WriteIfDifferent(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            byte[] bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
            Write(path, stream => stream.Write(bytes, 0, bytes.Length));
        }
    }
}
