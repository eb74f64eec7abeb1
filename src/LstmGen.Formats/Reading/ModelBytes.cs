namespace LstmGen.Formats;

/// <summary>The content of a model file, and what messages call it.</summary>
internal sealed class ModelBytes(string source, ReadOnlyMemory<byte> content)
{
    private JsonKinds? _json;

    /// <summary>The path, or what stands for it.</summary>
    internal string Source { get; } = source;

    internal ReadOnlyMemory<byte> Content { get; } = content;

    internal ReadOnlySpan<byte> Span => Content.Span;

    /// <summary>The ending of the name, in small letters, with its dot.</summary>
    internal string Extension => Path.GetExtension(Source).ToLowerInvariant();

    /// <summary>Which formats the keys of a JSON text speak for.</summary>
    internal JsonKinds Json => _json ??= JsonTop.Of(Span);

    internal static ModelBytes Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new IOException($"{path}: this is a folder; a file was expected.");
        }

        return new ModelBytes(path, File.ReadAllBytes(path));
    }

    /// <summary>An error of this file; the message is what is found and what was expected.</summary>
    internal LstmFormatException Error(string message, Exception? inner = null)
        => inner is null ? new($"{Source}: {message}") : new($"{Source}: {message}", inner);
}
