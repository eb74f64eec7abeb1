using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LstmGen.Samples;

/// <summary>
/// Lines of numbers with commas, semicolons, tabs or blanks between them, read as they come from a file or another program. The first
/// line may be a header: names alone, which start with a letter or a quote. Empty lines may be at the end alone: among others each would be
/// a value that is missing. Nothing is allocated after the first line.
/// </summary>
internal sealed class NumberLines : IDisposable
{
    private const int LongestLine = 1 << 16;
    private const int Shown = 40;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly byte[] _buffer = new byte[LongestLine];
    private int _begin;
    private int _end;
    private bool _ended;
    private bool _started;
    private long _empty; // the first empty line

    /// <summary>Reads a stream; the reader owns it.</summary>
    public NumberLines(Stream stream, string name) => (_stream, _name) = (stream, name);

    /// <summary>The line read last; 1 is the first.</summary>
    public long Line { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static NumberLines Open(string path)
    {
        try
        {
            return new NumberLines(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: the file cannot be read: {error.Message}");
        }
    }

    /// <summary>Reads the next line of numbers.</summary>
    /// <param name="values">As many as a line must have; written.</param>
    /// <returns>False after the last line.</returns>
    /// <exception cref="InputException">A line has another count of values or one that is no finite number, or is too long.</exception>
    public bool Read(Span<float> values)
    {
        while (NextLine(out ReadOnlySpan<byte> line))
        {
            line = Content(line);
            if (line.IsEmpty)
            {
                _empty = _empty == 0 ? Line : _empty;
                continue;
            }

            if (_empty > 0)
            {
                Line = _empty;
                throw Error("the line is empty, and others follow; numbers were expected");
            }

            bool first = !_started;
            _started = true;
            if (first && IsHeader(line))
            {
                continue;
            }

            Parse(line, values);
            return true;
        }

        return false;
    }

    public void Dispose() => _stream.Dispose();

    private void Parse(ReadOnlySpan<byte> line, Span<float> values)
    {
        int count = 0;
        while (true)
        {
            int separator = line.IndexOfAny(",;\t "u8);
            ReadOnlySpan<byte> field = separator < 0 ? line : line[..separator];
            if (!TryNumber(field, out float value))
            {
                throw Error($"\"{Text(field)}\" is not a finite number such as 0.25 or 1e-3");
            }

            if (count == values.Length)
            {
                throw Error($"there are more than the {values.Length} values expected");
            }

            values[count++] = value;
            if (separator < 0)
            {
                break;
            }

            // Blanks around another separator, or several of them, are one separator.
            line = line[separator..];
            int next = line.IndexOfAnyExcept(" \t"u8);
            line = line[next] is (byte)',' or (byte)';' ? line[(next + 1)..].TrimStart(" \t"u8) : line[next..];
        }

        if (count < values.Length)
        {
            throw Error($"there {(count == 1 ? "is 1 value" : $"are {count} values")}; {values.Length} were expected");
        }
    }

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
            return _stream.Read(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{_name}: the file cannot be read: {error.Message}");
        }
    }

    /// <summary>A line without the blanks around it, and the first without a byte order mark.</summary>
    private ReadOnlySpan<byte> Content(ReadOnlySpan<byte> line)
    {
        if (Line == 1 && (line.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || line.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])))
        {
            throw Error("the text is UTF-16; UTF-8 was expected");
        }

        return (Line == 1 && line.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? line[3..] : line).Trim(" \t\r"u8);
    }

    // Of a header no word may be a number, or what a program writes for none: that would be a row of which something is wrong.
    private static bool IsHeader(ReadOnlySpan<byte> line)
    {
        bool quoted = false, begins = true;
        for (int at = 0; at < line.Length; at++)
        {
            byte one = line[at];
            if (begins && !quoted && one is not ((byte)' ' or (byte)'\t'))
            {
                int name = one == (byte)'"' && at + 1 < line.Length ? at + 1 : at;
                bool letter = (line[name] | 0x20) is >= 'a' and <= 'z' || line[name] is (byte)'_' or >= 0x80;
                if (!letter || Utf8Parser.TryParse(line[name..], out float _, out _))
                {
                    return false;
                }

                begins = false;
            }

            quoted ^= one == (byte)'"';
            begins |= !quoted && one is (byte)',' or (byte)';' or (byte)'\t' or (byte)' ';
        }

        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> field, out float value)
        => Utf8Parser.TryParse(field, out value, out int used) && used == field.Length && float.IsFinite(value);

    private static string Text(ReadOnlySpan<byte> field)
        => field.Length <= Shown ? Encoding.UTF8.GetString(field) : Encoding.UTF8.GetString(field[..Shown]) + "...";

    private InputException Error(string message) => new(string.Create(CultureInfo.InvariantCulture, $"{_name}, line {Line}: {message}."));
}
