using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LstmGen.Samples;

/// <summary>
/// Numbers, one a line, read as they come from a file or another program. The first line may be a name, which starts with a letter or a quote.
/// Empty lines may be at the end alone: among others each would be a value that is missing. Nothing is allocated after the first line.
/// </summary>
/// <remarks>Reads the stream given; the reader owns it.</remarks>
internal sealed class NumberLines(Stream stream, string name) : IDisposable
{
    private const int LongestLine = 1 << 16;
    private const int Shown = 40;

    private readonly byte[] _buffer = new byte[LongestLine];
    private int _begin;
    private int _end;
    private bool _ended;

    /// <summary>The line read last; 1 is the first.</summary>
    public long Line { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static NumberLines Open(string path) => new(InputException.Open(path), path);

    /// <summary>Reads the next number.</summary>
    /// <returns>False after the last line.</returns>
    /// <exception cref="InputException">A line is no finite number, or is too long.</exception>
    public bool Read(out float value)
    {
        value = default;
        for (long empty = 0; NextLine(out ReadOnlySpan<byte> line);)
        {
            if (line.IsEmpty)
            {
                empty = empty == 0 ? Line : empty;
                continue;
            }

            if (empty > 0)
            {
                Line = empty;
                throw Error("the line is empty, and others follow; a number was expected");
            }

            if (Utf8Parser.TryParse(line, out value, out int used) && used == line.Length && float.IsFinite(value))
            {
                return true;
            }

            if (Line > 1 || !IsName(line))
            {
                string text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, Shown)]);
                throw Error($"\"{text}{(line.Length > Shown ? "..." : "")}\" is not a finite number such as 0.25 or 1e-3; one a line was expected");
            }
        }

        return false;
    }

    public void Dispose() => stream.Dispose();

    /// <summary>The next line, without the blanks around it.</summary>
    private bool NextLine(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            ReadOnlySpan<byte> there = _buffer.AsSpan(_begin.._end);
            int length = there.IndexOf((byte)'\n');
            if (length >= 0 || (_ended && !there.IsEmpty))
            {
                line = length >= 0 ? there[..length] : there;
                _begin += length >= 0 ? length + 1 : there.Length;
                Line++;
                line = (Line == 1 ? WithoutMark(line) : line).Trim(" \t\r"u8);
                return true;
            }

            if (_ended)
            {
                line = default;
                return false;
            }

            if (there.Length == LongestLine)
            {
                Line++;
                throw Error($"the line has more than {LongestLine} bytes");
            }

            there.CopyTo(_buffer);
            (_begin, _end) = (0, there.Length);
            int bytes = Receive(_buffer.AsSpan(_end));
            _ended = bytes == 0;
            _end += bytes;
        }
    }

    private int Receive(Span<byte> bytes)
    {
        try
        {
            return stream.Read(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{name}: the file cannot be read: {error.Message}");
        }
    }

    private ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line)
        => line.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || line.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            ? throw Error("the text is UTF-16; UTF-8 was expected")
            : line.StartsWith(Encoding.UTF8.Preamble) ? line[Encoding.UTF8.Preamble.Length..] : line;

    // What a program writes for no number (NaN, Infinity) is a value of which something is wrong, not a name.
    private static bool IsName(ReadOnlySpan<byte> line)
    {
        line = line.TrimStart((byte)'"');
        return !line.IsEmpty && ((line[0] | 0x20) is >= 'a' and <= 'z' || line[0] is (byte)'_' or >= 0x80) && !Utf8Parser.TryParse(line, out float _, out _);
    }

    private InputException Error(string message) => new(string.Create(CultureInfo.InvariantCulture, $"{name}, line {Line}: {message}."));
}
