using System.Globalization;

namespace LstmGen.Tool.Data;

/// <summary>Lines of finite numbers; the first line may be names. Separators: comma, semicolon, tab or bar.</summary>
internal static class CsvSamples
{
    private const int LongestLine = 1 << 20;
    private const int Shown = 40;
    private static readonly char[] s_separators = [',', ';', '\t', '|'];

    internal static Samples Load(string path)
    {
        var values = new List<float>();
        int width = 0, line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            string[] fields = text.Length <= LongestLine ? text.Split(s_separators) : throw Error($"the line has {text.Length} characters; numbers with commas between them were expected");
            if (line == 1 && fields.Any(field => !TryParse(field, out _)))
            {
                width = fields.Length;
                continue; // names
            }

            width = width == 0 ? fields.Length : width;
            if (fields.Length != width)
            {
                throw Error($"there are {fields.Length} numbers; the {width} of the first line were expected");
            }

            foreach (string field in fields)
            {
                values.Add(TryParse(field, out float value) ? value : throw Error($"'{(field.Length > Shown ? field[..Shown] + "..." : field)}' is no finite number"));
            }
        }

        return values.Count > 0 ? new([.. values], width) : throw new ToolException(ExitCode.Refused, $"{path}: there are no numbers; one row at least was expected.");

        ToolException Error(string what) => new(ExitCode.Refused, $"{path}, line {line}: {what}.");
    }

    internal static void Save(string path, Samples samples) => WholeFile.Write(path, temporary =>
    {
        using var writer = new StreamWriter(temporary);
        Write(writer, samples);
    });

    internal static void Write(TextWriter writer, Samples samples)
    {
        for (int row = 0; row < samples.Count; row++)
        {
            for (int at = 0; at < samples.Width; at++)
            {
                writer.Write(at > 0 ? "," : "");
                writer.Write(samples.Values[(row * samples.Width) + at].ToString("R", CultureInfo.InvariantCulture));
            }

            writer.WriteLine();
        }
    }

    private static bool TryParse(string field, out float value)
        => float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
}
