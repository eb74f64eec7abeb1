using System.Text;
using LstmGen.Samples;

namespace LstmGen.Nightly.Fuzz.Targets;

/// <summary>Numbers, one a line, as the samples read streams.</summary>
internal sealed class LinesTarget : FuzzTarget
{
    internal static IReadOnlyList<byte[]> CsvTokens { get; } =
    [.. new[]
    {
        ",", ";", "\t", " ", "\n", "\r", "\r\n", "\"", "\"\"", "NaN", "Infinity", "-", "+", ".", "e", "1e999", "-1e-999", "0x10", "\0", "\ufeff", "é", "😀",
        "load", "time,load\n", "1,2,3\n", "\"a\nb\",", "1e+", "00000000000000000000000000000000000000000000000000001",
    }.Select(Encoding.UTF8.GetBytes), [0xFF], [0xC3]];

    internal override string Name => "lines of numbers";

    internal override IReadOnlyList<byte[]> Corpus { get; } =
    [.. new[]
    {
        "1\n4\n7.5\n-8e-3\n9e10\n",
        "x\r\n0.25\r\n0.5\r\n\r\n0.75\r\n",
        "\"a b c\"\n1\n 2\t\n3",
        string.Concat(Enumerable.Range(0, 400).Select(n => $"{n / 8.0}\n-{n}e-3\n")),
    }.Select(Encoding.UTF8.GetBytes)];

    internal override IReadOnlyList<byte[]> Tokens => CsvTokens;

    internal override bool Refuses(Exception exception) => exception is InputException;

    internal override void Read(byte[] file, SplitMix random)
    {
        using var lines = new NumberLines(new MemoryStream(file), "fuzzed lines");
        int read = 0;
        for (; lines.Read(out float value); read++)
        {
            if (!float.IsFinite(value))
            {
                throw new InvalidOperationException($"{value} was read.");
            }
        }

        // Nothing but a header and empty lines at the end is passed over.
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        string[] text = Encoding.Latin1.GetString(file.AsSpan(file.AsSpan().StartsWith(mark) ? mark.Length : 0)).Split('\n');
        int last = Array.FindLastIndex(text, line => line.Trim(' ', '\t', '\r').Length > 0);
        bool header = last >= 0 && text[0].TrimStart(' ', '\t', '\r', '"') is [not ('-' or '+' or '.' or (>= '0' and <= '9')), ..];
        if (read != last + 1 - (header ? 1 : 0))
        {
            throw new InvalidOperationException($"{read} lines were read; the text has {last + 1}, {(header ? "a header first" : "no header")}.");
        }
    }
}
