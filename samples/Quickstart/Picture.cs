using Spectre.Console;

namespace LstmGen.Samples.Quickstart;

/// <summary>Draws one series as bars and another as dots, one column of the terminal for each value.</summary>
internal static class Picture
{
    private const int Rows = 8, Labels = 12;
    private const string Eighths = " ▁▂▃▄▅▆▇█";

    /// <summary>What came as bars, what was forecast as dots: the stretch with the most movement, <paramref name="bucket"/> values to a column.</summary>
    public static void Forecast(IAnsiConsole console, Scored scored, int bucket)
    {
        bucket = Math.Max(1, Math.Min(bucket, scored.Actual.Length / 10));
        double[] actual = Buckets(scored.Actual, bucket), forecast = Buckets(scored.Forecast, bucket);
        Range part = Liveliest(actual, Math.Clamp(console.Profile.Width - Labels, 10, 140));
        string unit = bucket == 1 ? "one value" : $"the mean of {bucket}";
        Draw(console, actual[part], forecast[part], $"█ came  • forecast; a column is {unit}; the liveliest part");
    }

    /// <summary>Bars and dots on one scale.</summary>
    private static void Draw(IAnsiConsole console, double[] bars, double[] dots, string legend)
    {
        double low = Math.Min(bars.Min(), dots.Min()), high = Math.Max(bars.Max(), dots.Max());
        double scale = high > low ? ((Rows * 8) - 1) / (high - low) : 0;
        for (int row = Rows - 1; row >= 0; row--)
        {
            var line = new Paragraph();
            double label = low + (((row + 0.5) * 8) / Math.Max(scale, double.Epsilon));
            line.Append(scale > 0 ? $"{label,10:G4}  " : $"{low,10:G4}  ");
            for (int column = 0; column < bars.Length; column++)
            {
                int dot = (int)((dots[column] - low) * scale);
                int fill = 1 + (int)((bars[column] - low) * scale) - (row * 8);
                line.Append(
                    dot / 8 == row ? "•" : Eighths[Math.Clamp(fill, 0, 8)].ToString(),
                    new Style(dot / 8 == row ? Color.Yellow : Color.SteelBlue));
            }

            console.Write(line);
            console.WriteLine();
        }

        console.WriteLine($"{"",Labels}{legend}");
    }

    /// <summary>The part of so many values that moves most.</summary>
    private static Range Liveliest(double[] values, int length)
    {
        length = Math.Min(length, values.Length);
        int best = 0;
        double most = -1, sum = 0;
        for (int end = 1; end < values.Length; end++)
        {
            sum += Math.Abs(values[end] - values[end - 1]);
            if (end >= length)
            {
                sum -= Math.Abs(values[end - length + 1] - values[end - length]);
            }

            if (end >= length - 1 && sum > most)
            {
                (best, most) = (end - length + 1, sum);
            }
        }

        return best..(best + length);
    }

    private static double[] Buckets(double[] values, int bucket)
        => [.. values.Chunk(bucket).Where(chunk => chunk.Length == bucket).Select(chunk => chunk.Average())];
}
