using System.Runtime.InteropServices;
using System.Text;

namespace LstmGen.Formats;

/// <summary>Has the names in a folder written to disk: a file that was renamed is there after a power cut only then.</summary>
/// <remarks>.NET opens no folders. Windows needs no such call: NTFS keeps a journal of names.</remarks>
internal static class FolderSync
{
    private const string Library = "libc";
    private const int ReadOnly = 0;

    /// <summary>As far as the system lets a program: some file systems know no such call, and the file is in place with or without.</summary>
    internal static void ToDisk(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            int handle = Open([.. Encoding.UTF8.GetBytes(folder), 0], ReadOnly);
            if (handle >= 0)
            {
                _ = Sync(handle);
                _ = Close(handle);
            }
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system without a C library of this name, such as a browser.
        }
    }

    [DllImport(Library, EntryPoint = "open")]
    private static extern int Open(byte[] path, int flags);

    [DllImport(Library, EntryPoint = "fsync")]
    private static extern int Sync(int handle);

    [DllImport(Library, EntryPoint = "close")]
    private static extern int Close(int handle);
}
