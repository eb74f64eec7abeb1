using System.Text;

namespace LstmGen.Generator.Emission;

/// <summary>Lines of C# with the right indentation and line feeds on every system.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes lines as they are, each indented to the current depth. Line breaks of the source do not matter.</summary>
    internal CodeWriter Lines(string text)
    {
        foreach (string line in text.Replace("\r\n", "\n").Split('\n'))
        {
            Line(line);
        }

        return this;
    }

    internal CodeWriter Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', 4 * _depth).Append(line);
        }

        _text.Append('\n');
        return this;
    }

    /// <summary>Opens a block that ends when the result is disposed; the default of <see cref="Scope"/> is no block.</summary>
    internal Scope Block(string? header = null)
    {
        if (header != null)
        {
            Lines(header);
        }

        Line("{");
        _depth++;
        return new Scope(this);
    }

    public override string ToString() => _text.ToString();

    internal readonly struct Scope(CodeWriter? writer) : IDisposable
    {
        public void Dispose()
        {
            if (writer is not null)
            {
                writer._depth--;
                writer.Line("}");
            }
        }
    }
}
