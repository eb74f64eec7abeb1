using Spectre.Console;

namespace LstmGen.Samples.Quickstart;

/// <summary>Draws what came as bars and what was forecast as dots, one column of the terminal for one bucket of values.</summary>
internal static class Picture
{
    private const int Rows = 8;
    private const string Eighths = " ▁▂▃▄▅▆▇█";

    /// <summary>The stretch with the most movement, <paramref name="bucket"/> values to a column, as wide as the console.</summary>
    public static void Draw(IAnsiConsole console, Scored scored, int bucket)
    {
        int labels = 12;
        int columns = Math.Clamp(console.Profile.Width - labels, 10, 140);
        bucket = Math.Max(1, Math.Min(bucket, scored.Actual.Length / 10));
        double[] actual = Buckets(scored.Actual, bucket), forecast = Buckets(scored.Forecast, bucket);
        columns = Math.Min(columns, actual.Length);
        int from = Liveliest(actual, columns);
        actual = actual[from..(from + columns)];
        forecast = forecast[from..(from + columns)];
        double low = Math.Min(actual.Min(), forecast.Min()), high = Math.Max(actual.Max(), forecast.Max());
        double scale = high > low ? ((Rows * 8) - 1) / (high - low) : 0;
        for (int row = Rows - 1; row >= 0; row--)
        {
            var line = new Paragraph();
            double label = low + (((row + 0.5) * 8) / Math.Max(scale, double.Epsilon));
            line.Append(scale > 0 ? $"{label,10:G4}  " : $"{low,10:G4}  ");
            for (int column = 0; column < columns; column++)
            {
                int dot = (int)((forecast[column] - low) * scale);
                int fill = 1 + (int)((actual[column] - low) * scale) - (row * 8);
                line.Append(
                    dot / 8 == row ? "•" : Eighths[Math.Clamp(fill, 0, 8)].ToString(),
                    new Style(dot / 8 == row ? Color.Yellow : Color.SteelBlue));
            }

            console.Write(line);
            console.WriteLine();
        }

        string unit = bucket == 1 ? "one value" : $"the mean of {bucket}";
        console.WriteLine($"{"",12}█ came  • forecast; a column is {unit}; the liveliest part");
    }

    private static double[] Buckets(double[] values, int bucket)
        => [.. values.Chunk(bucket).Where(chunk => chunk.Length == bucket).Select(chunk => chunk.Average())];

    private static int Liveliest(double[] values, int length)
    {
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

        return best;
    }
}
