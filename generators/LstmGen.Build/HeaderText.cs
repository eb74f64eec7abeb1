using System.Globalization;
using System.Text;
using LstmGen.Formats;

namespace LstmGen.Build;

/// <summary>
/// What the compiler gets to see of a safetensors file: <c>{"bytes":N,"header":...}</c>, N the bytes that follow the header and the
/// header as it stands in the file, or <c>{"error":"..."}</c> where the file holds no whole header.
/// </summary>
/// <remarks>
/// Checked here is what needs the file's bytes: both lengths, and that the header is a text in braces. What the header says, the
/// generator checks; so there is one reader of it at build.
/// </remarks>
internal static class HeaderText
{
    internal const int PrefixLength = 8;
    internal const int MaxLength = 100_000_000;

    private const string ErrorStart = "{\"error\":\"";

    /// <summary>The text for a file.</summary>
    internal static string Describe(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return Error("this is a folder");
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return Describe(stream);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Error("there is no such file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return Error($"the file cannot be read: {error.Message}");
        }
    }

    /// <summary>The text for a stream that stands at its start, seeks and knows its length.</summary>
    internal static string Describe(Stream stream)
    {
        byte[] start = new byte[ForeignFormat.Bytes];
        int count = Read(stream, start);
        stream.Position = 0;
        string text = DescribeHeader(stream);
        return text.StartsWith(ErrorStart, StringComparison.Ordinal) && ForeignFormat.Describe(start, count) is { } known ? Error(known) : text;
    }

    private static string DescribeHeader(Stream stream)
    {
        byte[] prefix = new byte[PrefixLength];
        int found = Read(stream, prefix);
        if (found < PrefixLength)
        {
            return Error($"the file ends after {found} bytes; the 8 bytes of the header's length were expected");
        }

        ulong length = 0;
        for (int index = PrefixLength - 1; index >= 0; index--)
        {
            length = (length << 8) | prefix[index];
        }

        long left = stream.Length - PrefixLength;
        if (length > MaxLength)
        {
            return Error($"the header's length is {length}; at most {MaxLength} was expected. Is this a safetensors file?");
        }

        if ((long)length > left)
        {
            return Error($"the header's length is {length}; at most {left}, what the file has left, was expected");
        }

        byte[] header = new byte[(int)length];
        found = Read(stream, header);
        return found < header.Length
            ? Error($"the file ends within the header, after {found} of its {header.Length} bytes")
            : Header(header, left - header.Length);
    }

    private static string Header(byte[] header, long bytesAfter)
    {
        int end = header.Length;
        while (end > 0 && header[end - 1] == (byte)' ')
        {
            end--;
        }

        if (end == 0 || header[0] != (byte)'{' || header[end - 1] != (byte)'}')
        {
            return Error("the header is not a JSON object; '{' to '}' and spaces after it were expected");
        }

        try
        {
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(header, 0, end);
            // Compilers take such a file for no text.
            return text.IndexOf('\0') < 0
                ? string.Concat("{\"bytes\":", bytesAfter.ToString(CultureInfo.InvariantCulture), ",\"header\":", text, "}") // one copy of a header that may be long
                : Error("the header is not the JSON of a safetensors file: it holds the character U+0000");
        }
        catch (DecoderFallbackException)
        {
            return Error("the header is not valid UTF-8");
        }
    }

    /// <summary>The text for a file that holds no whole header.</summary>
    internal static string Error(string message)
    {
        var text = new StringBuilder(ErrorStart);
        foreach (char each in message)
        {
            text.Append(each is '"' or '\\' or < ' ' ? $"\\u{(int)each:x4}" : each.ToString());
        }

        return text.Append("\"}").ToString();
    }

    private static int Read(Stream stream, byte[] buffer)
    {
        int filled = 0;
        while (filled < buffer.Length && stream.Read(buffer, filled, buffer.Length - filled) is > 0 and int count)
        {
            filled += count;
        }

        return filled;
    }
}
