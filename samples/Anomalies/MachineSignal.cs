namespace LstmGen.Samples.Anomalies;

/// <summary>The small set: temperatures of made-up machines that follow the hours of work, with faults that are known.</summary>
internal static class MachineSignal
{
    private const int Rows = 3000, Day = 288, Faults = 3, Window = 150; // a row each 5 minutes

    public static Series[] Make(int machines, int seed) => [.. Enumerable.Range(0, machines).Select(n => Machine(n, new Random((100 * seed) + n)))];

    private static Series Machine(int number, Random random)
    {
        double level = 40 + (30 * random.NextDouble()), swing = 5 + (10 * random.NextDouble()), heat = 0;
        var values = new double[Rows];
        for (int t = 0; t < Rows; t++)
        {
            bool works = t % Day is > 84 and < 216;
            heat += 0.05 * ((works ? 1 : 0) - heat) + (0.004 * Normal(random));
            values[t] = level + (swing * heat) + (0.03 * swing * Normal(random));
        }

        int[] starts = [.. Enumerable.Range(0, Faults).Select(fault => 700 + (fault * 750) + random.Next(300))];
        for (int fault = 0; fault < Faults; fault++)
        {
            Break(values.AsSpan(starts[fault], 60), (number + fault) % 4, swing);
        }

        DateTime first = new(2024, 1, 1);
        return new($"machine {number + 1}", [.. Enumerable.Range(0, Rows).Select(t => first.AddMinutes(5 * t))], values,
            [.. starts.Select(start => (start - (Window / 3), start + (2 * Window / 3)))]);
    }

    /// <summary>The sensor sticks, a peak, a drop, a drift upwards: mostly within the range of healthy days.</summary>
    private static void Break(Span<double> values, int kind, double swing)
    {
        for (int t = 0; t < values.Length; t++)
        {
            values[t] = kind switch
            {
                0 => values[0] + (0.6 * swing),
                1 => values[t] + (t < 4 ? 0.7 * swing : 0),
                2 => values[t] - (0.5 * swing),
                _ => values[t] + (swing * t / values.Length),
            };
        }
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
