using System.Text;

namespace LstmGen.Samples;

/// <summary>Texts, as they are: a byte that is no UTF-8 is an error, not a character of its own.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole text, without a byte order mark.</summary>
    /// <exception cref="InputException">The file cannot be read, or is no UTF-8.</exception>
    public static string Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: the file cannot be read: {error.Message}");
        }

        ReadOnlySpan<byte> text = bytes;
        if (text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw new InputException($"{path}: the text is UTF-16; UTF-8 was expected.");
        }

        text = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        try
        {
            return s_strict.GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            int line = 1 + text[..Math.Clamp(error.Index, 0, text.Length)].Count((byte)'\n');
            throw new InputException($"{path}, line {line}: the byte 0x{error.BytesUnknown?[0]:X2} is no UTF-8, which was expected.");
        }
    }
}
