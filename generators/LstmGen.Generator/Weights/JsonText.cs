using System.Globalization;
using System.Text;

namespace LstmGen.Generator.Weights;

/// <summary>
/// Reads JSON of a known structure from front to back, by the grammar of RFC 8259 and nothing more: no comments, no commas at the
/// end. What System.Text.Json refuses is refused here, unpaired surrogates included.
/// </summary>
/// <remarks>Compilers before .NET 10 bring no JSON reader that a generator may count on.</remarks>
internal sealed class JsonText(string text)
{
    private int _position;

    /// <summary>Takes a character after any white space.</summary>
    /// <exception cref="FormatException">Another one is there.</exception>
    internal void Expect(char expected)
    {
        if (!TryTake(expected))
        {
            throw Error($"'{expected}' was expected");
        }
    }

    /// <summary>Takes a character after any white space, if it is there.</summary>
    internal bool TryTake(char expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>The next character after any white space; U+0000 at the end.</summary>
    internal char Peek()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t' or '\n' or '\r')
        {
            _position++;
        }

        return _position < text.Length ? text[_position] : '\0';
    }

    /// <summary>The members of an object: each key, with the text at its value, which the caller reads.</summary>
    internal IEnumerable<string> Members()
    {
        Expect('{');
        if (TryTake('}'))
        {
            yield break;
        }

        do
        {
            string key = String();
            Expect(':');
            yield return key;
        }
        while (TryTake(','));
        Expect('}');
    }

    /// <summary>A text.</summary>
    internal string String()
    {
        int start = _position;
        Skip();
        int open = text.IndexOf('"', start) + 1;
        string value = text.Substring(open, _position - 1 - open);
        return value.IndexOf('\\') < 0 ? value : Unescaped(start);
    }

    /// <summary>A text that nobody wants.</summary>
    internal void Skip() => Read(null);

    private string Unescaped(int start)
    {
        _position = start;
        var value = new StringBuilder();
        Read(value);
        return value.ToString();
    }

    private void Read(StringBuilder? value)
    {
        Expect('"');
        bool waiting = false; // a surrogate for its partner
        while (true)
        {
            char next = Next();
            if (next < ' ')
            {
                throw Error("a control character must be escaped");
            }

            bool ends = next == '"';
            next = next == '\\' ? Escaped() : next;
            if (waiting != (!ends && char.IsLowSurrogate(next)))
            {
                throw Error("a surrogate has no partner");
            }

            if (ends)
            {
                return;
            }

            waiting = char.IsHighSurrogate(next);
            value?.Append(next);
        }
    }

    /// <summary>An array of whole numbers from 0 to 2^63 - 1, without fractions or exponents.</summary>
    internal long[] Wholes()
    {
        var values = new List<long>();
        Expect('[');
        if (TryTake(']'))
        {
            return [];
        }

        do
        {
            values.Add(Whole());
        }
        while (TryTake(','));
        Expect(']');
        return [.. values];
    }

    /// <summary>A whole number from 0 to 2^63 - 1, without fraction or exponent.</summary>
    internal long Whole()
    {
        Peek();
        int start = _position;
        while (_position < text.Length && text[_position] is >= '0' and <= '9')
        {
            _position++;
        }

        string digits = text.Substring(start, _position - start);
        bool ends = _position == text.Length || text[_position] is not ('.' or 'e' or 'E');
        return ends && (digits.Length == 1 || !digits.StartsWith("0", StringComparison.Ordinal))
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Error("a whole number from 0 to 2^63 - 1 was expected");
    }

    /// <summary>A text, a number or a truth value: a number is an int, or a float where it has a fraction or an exponent.</summary>
    internal object Value()
    {
        switch (Peek())
        {
            case '"':
                return String();
            case 't' or 'f':
                bool value = text[_position] == 't';
                foreach (char letter in value ? "true" : "false")
                {
                    Expect(letter);
                }

                return value;
        }

        int start = _position;
        while (_position < text.Length && text[_position] is (>= '0' and <= '9') or '-' or '+' or '.' or 'e' or 'E')
        {
            _position++;
        }

        string number = text.Substring(start, _position - start);
        return int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole) ? (object)whole
            : float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out float single) ? single
            : throw Error("a text, a number, true or false was expected");
    }

    /// <summary>Nothing but white space may follow.</summary>
    internal void End()
    {
        Peek();
        if (_position < text.Length)
        {
            throw Error("the end was expected");
        }
    }

    internal FormatException Error(string message) => new($"{message} at character {_position}");

    private char Escaped()
    {
        char escape = Next();
        switch (escape)
        {
            case '"' or '\\' or '/':
                return escape;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _position + 4 <= text.Length
                && ushort.TryParse(text.Substring(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                _position += 4;
                return (char)code;
            default:
                throw Error("an escape is none of JSON's");
        }
    }

    private char Next() => _position < text.Length ? text[_position++] : throw Error("a text does not end");
}
