using System.Globalization;

namespace LstmGen.Benchmarks.Reports;

/// <summary>Reads the fields of a line that a child process printed, in their order.</summary>
internal sealed class LineReader
{
    private readonly string _line;
    private readonly string[] _fields;
    private int _next = 1;

    internal LineReader(string line, string tag)
    {
        _line = line;
        _fields = line.Split(',');
        if (_fields[0] != tag)
        {
            throw Error(tag, _fields[0]);
        }
    }

    /// <summary>What was read, where that was all of the line.</summary>
    internal T End<T>(T row) => _next == _fields.Length ? row : throw Error("the end", _fields[_next]);

    internal string Text() => _next < _fields.Length ? _fields[_next++] : throw Error("another field", "the end");

    internal int Int() => int.TryParse(Text(), CultureInfo.InvariantCulture, out int value) ? value : throw Last("an integer");

    internal long Long() => long.TryParse(Text(), CultureInfo.InvariantCulture, out long value) ? value : throw Last("an integer");

    internal double Double() => double.TryParse(Text(), CultureInfo.InvariantCulture, out double value) ? value : throw Last("a number");

    internal bool Flag() => Int() != 0;

    internal T Enum<T>()
        where T : struct, Enum
        => System.Enum.TryParse(Text(), out T value) && System.Enum.IsDefined(value) ? value : throw Last(typeof(T).Name);

    private FormatException Last(string expected) => Error(expected, _fields[_next - 1]);

    private FormatException Error(string expected, string found)
        => new($"The line '{_line}' of a child process has '{found}' where {expected} was expected.");
}
