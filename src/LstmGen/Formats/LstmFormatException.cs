namespace LstmGen;

/// <summary>A weight file or a set of named tensors is not what was expected. The message names the file or tensor, what was found and what was expected.</summary>
public sealed class LstmFormatException : Exception
{
    /// <summary>With the message given.</summary>
    public LstmFormatException(string message)
        : base(message)
    {
    }

    /// <summary>With the message given and the error that led to it.</summary>
    public LstmFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
