using System.Globalization;
using LstmGen.Formats;

namespace LstmGen.Tool.Scaffolding;

/// <summary>The program of a new project: a sample a line in, a line of outputs for each out; where outputs need the whole sequence, after the last.</summary>
internal static class ProgramText
{
    internal static string Of(LstmModelFile file, string name)
    {
        LstmShape shape = file.Network.Shape;
        bool tokens = shape.EmbeddedTokens > 0, streams = new LstmDynamic(file.Network, file.Weights).CanStep && shape.Outputs == LstmOutputs.EveryStep;
        return (streams ? Streaming : Sequence)
            .Replace("$READ", tokens ? Tokens : Numbers, StringComparison.Ordinal)
            .Replace("$ROW", tokens ? "int" : "float", StringComparison.Ordinal)
            .Replace("$WIDTH", tokens ? "1" : $"{name}.Shape.Input", StringComparison.Ordinal)
            .Replace("$INPUT", tokens ? "row[0]" : "row", StringComparison.Ordinal)
            .Replace("$ROWS", shape.Outputs == LstmOutputs.EveryStep ? $"rows.Count / {(tokens ? "1" : $"{name}.Shape.Input")}" : "1", StringComparison.Ordinal)
            .Replace("$IN", file.InputGain == 1 || tokens ? "" : $" * {Literal(file.InputGain)}", StringComparison.Ordinal)
            .Replace("$OUT", file.OutputGain == 1 ? "" : $" * {Literal(file.OutputGain)}", StringComparison.Ordinal)
            .Replace("$NAME", name, StringComparison.Ordinal);
    }

    private const string Streaming = """
        using System.Globalization;
        using LstmGen;

        // A sample a line, its numbers with commas between them; a line of outputs for each.
        $NAME model = $NAME.Pretrained;
        LstmState state = model.CreateState();
        $ROW[] row = new $ROW[$WIDTH];
        float[] output = new float[$NAME.Shape.OutputSize];
        for (int line = 1; Console.ReadLine() is { } text; line++)
        {
            if (!Read(text, row))
            {
                Console.Error.WriteLine($"line {line}: {row.Length} numbers with commas between them were expected");
                return 1;
            }

            model.Step($INPUT, state, output);
            Console.WriteLine(string.Join(',', output.Select(value => (value$OUT).ToString(CultureInfo.InvariantCulture))));
        }

        return 0;

        $READ
        """;

    private const string Sequence = """
        using System.Globalization;
        using System.Runtime.InteropServices;
        using LstmGen;

        // A sample a line, its numbers with commas between them; outputs once the last is read, since they need the whole sequence.
        $NAME model = $NAME.Pretrained;
        var rows = new List<$ROW>();
        $ROW[] row = new $ROW[$WIDTH];
        for (int line = 1; Console.ReadLine() is { } text; line++)
        {
            if (!Read(text, row))
            {
                Console.Error.WriteLine($"line {line}: {row.Length} numbers with commas between them were expected");
                return 1;
            }

            rows.AddRange(row);
        }

        int width = $NAME.Shape.OutputSize;
        float[] outputs = new float[$ROWS * width];
        model.Run(CollectionsMarshal.AsSpan(rows), model.CreateState(), outputs);
        for (int at = 0; at < outputs.Length; at += width)
        {
            Console.WriteLine(string.Join(',', outputs.Skip(at).Take(width).Select(value => (value$OUT).ToString(CultureInfo.InvariantCulture))));
        }

        return 0;

        $READ
        """;

    private const string Numbers = """
        static bool Read(string text, float[] row)
        {
            string[] fields = text.Split(',');
            bool right = fields.Length == row.Length;
            for (int at = 0; right && at < row.Length; at++)
            {
                right = float.TryParse(fields[at], NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value);
                row[at] = value$IN;
            }

            return right;
        }

        """;

    private const string Tokens = """
        static bool Read(string text, int[] row)
            => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out row[0]) && row[0] < $NAME.Shape.EmbeddedTokens;

        """;

    private static string Literal(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";
}
