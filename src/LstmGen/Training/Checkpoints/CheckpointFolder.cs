namespace LstmGen.Training;

/// <summary>Whether a checkpoint can be written: what would be an error after the first epoch is one before.</summary>
internal static class CheckpointFolder
{
    /// <summary>Throws unless a file of this name can be made or replaced now; leaves what is there as it is.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    internal static void Check(string path, string name)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ArgumentException($"{name} is empty; the path of a file, or null, was expected.", name);
        }

        if (Path.EndsInDirectorySeparator(path) || Directory.Exists(path))
        {
            throw new ArgumentException($"{name} is the folder '{path}'; the path of a file was expected.", name);
        }

        try
        {
            // Asking for permissions would not tell of a full disk, a network drive that is gone, a container's read-only layer.
            string probe = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Guid.NewGuid():N}.tmp");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            file.WriteByte(0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new ArgumentException($"{name} is '{path}', which cannot be written to: {error.Message}", name, error);
        }
    }
}
