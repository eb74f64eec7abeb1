namespace LstmGen.Formats;

/// <summary>Writes a file whole or not at all, and changes nothing about it but its contents.</summary>
internal static class SafeFile
{
    private const int LongestPart = 48; // of the file's name: 192 bytes at most, so that the rest fits into the 255 of a name
    private const string Ending = ".lstmgen-tmp";

    // A file that somebody on another machine may be writing, whose lock is not seen here, is left alone for so long.
    private static readonly TimeSpan s_abandoned = TimeSpan.FromHours(1);

    /// <summary>
    /// Has a temporary file in the same folder written and puts it in place of the file, once it is on disk. Links are followed; the
    /// mode of a file that is replaced stays; what killed processes left of earlier writes of this file goes.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written, or the path names a folder; an older file is left as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; an older file is left as it was.</exception>
    internal static void Write(string path, Action<Stream> write)
    {
        string full = Target(path);
        string folder = Path.GetDirectoryName(full)!;
        string name = Path.GetFileName(full);
        string start = $".{Cut(name)}.";
        string temporary = Path.Combine(folder, $"{start}{Guid.NewGuid():N}{Ending}");
        bool done = false;
        try
        {
            using (FileStream stream = Create(temporary, full))
            {
                Sweep(folder, start, except: temporary);
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
            done = true;
        }
        finally
        {
            if (!done)
            {
                // Where even this fails, the first error is the one to show.
                Try(() => File.Delete(temporary));
            }
        }

        FolderSync.ToDisk(folder);
    }

    /// <summary>Where the links at a path lead, whether or not a file is there.</summary>
    private static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        if (Path.EndsInDirectorySeparator(full) || Directory.Exists(full))
        {
            throw new IOException($"{path}: this names a folder; a file was expected.");
        }

        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    private static FileStream Create(string temporary, string full)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None, // a lock: what nobody holds was left behind
            BufferSize = 64 * 1024,
        };
        if (OperatingSystem.IsWindows() || !File.Exists(full))
        {
            return new FileStream(temporary, options);
        }

        // From the start: a moment in which everybody could read what only the owner may would be enough.
        UnixFileMode mode = File.GetUnixFileMode(full);
        options.UnixCreateMode = mode;
        var stream = new FileStream(temporary, options);
        File.SetUnixFileMode(stream.SafeFileHandle, mode); // what the umask took away
        return stream;
    }

    /// <summary>Deletes what writers of this file left that were killed: by its name ours, old, and in nobody's hands.</summary>
    private static void Sweep(string folder, string start, string except) => Try(() =>
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*" + Ending))
        {
            string name = Path.GetFileName(path);
            bool ours = name.Length == start.Length + 32 + Ending.Length && name.StartsWith(start, StringComparison.Ordinal)
                && Guid.TryParseExact(name.AsSpan(start.Length, 32), "N", out _);
            if (ours && path != except && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > s_abandoned)
            {
                Try(() =>
                {
                    new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose(); // fails where somebody holds it
                    File.Delete(path);
                });
            }
        }
    });

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string Cut(string name)
    {
        int length = Math.Min(name.Length, LongestPart);
        return name[..(length > 0 && char.IsHighSurrogate(name[length - 1]) ? length - 1 : length)];
    }
}
