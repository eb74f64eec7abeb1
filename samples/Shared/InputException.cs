namespace LstmGen.Samples;

/// <summary>Something the user gave cannot be used; the message says what, where, and what was expected.</summary>
internal sealed class InputException(string message) : Exception(message)
{
    /// <summary>Opens a file of the user's.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: the file cannot be read: {error.Message}");
        }
    }
}
