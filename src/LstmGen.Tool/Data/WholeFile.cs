namespace LstmGen.Tool.Data;

/// <summary>Writes to a temporary file, then renames it: nobody sees half of a file, and an older one stays where writing fails.</summary>
internal static class WholeFile
{
    internal static void Write(string path, Action<string> write)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.lstmgen-tmp";
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
