using LstmGen.Training;

namespace LstmGen.Samples.Quickstart;

/// <summary>The recorded load of a machine; forecast is how many tasks will want to run, on average over the next two seconds.</summary>
internal static class MachineSeries
{
    private const int Horizon = 20; // rows of 0.1 s, forecast and looked back on

    private static readonly string[] Columns =
        ["tasks_running", "cpu_busy", "cpu_system", "forks_per_s", "memory_used_mib", "io_read_mib_s", "io_write_mib_s"];

    public static Problem Read(string path)
    {
        double[][] columns = CsvColumns.Read(path, Columns);
        double[] tasks = columns[0], past = Means(tasks);
        int rows = tasks.Length - Horizon; // those whose next two seconds were recorded
        double[] level = [.. past.Select(mean => Math.Log(1 + mean))];
        double[] actual = past[Horizon..];

        // A target looks 20 rows ahead: as many are left out between what is trained on and what is scored.
        SeriesSplit split = SeriesSplit.InOrder(rows, validation: 0.2, test: 0.2, gap: Horizon);
        return new Problem(
            "Tasks that want to run, mean of the next 2 s",
            Features: 8,
            Inputs(columns, level, rows),
            [.. Enumerable.Range(0, rows).Select(t => (float)(level[t + Horizon] - level[t]))],
            actual,
            (t, change) => Math.Exp(level[t] + change) - 1,
            split,
            [
                new("last value", tasks[..rows]),
                new("mean of the last 2 s", past[..rows]),
                Problem.ExponentialAverage(tasks[..rows], actual, split),
            ]);
    }

    /// <summary>Per row eight features: [T, 8]. Counts are taken as logarithms: a queue doubles as easily at 50 as at 5.</summary>
    private static float[] Inputs(double[][] columns, double[] level, int rows)
    {
        double Log(int column, int row) => Math.Log(1 + columns[column][row]);
        return [.. Enumerable.Range(0, rows).SelectMany(t => (double[])
        [
            columns[1][t], columns[2][t], Log(0, t) - level[t], level[t], Log(3, t),
            Log(4, t) - Log(4, Math.Max(t - 1, 0)), Log(5, t), Log(6, t),
        ]).Select(value => (float)value)];
    }

    /// <summary>Of every row the mean of it and the rows before it, two seconds in all (fewer at the start).</summary>
    private static double[] Means(double[] values)
        => [.. values.Select((_, t) => values[Math.Max(t - Horizon + 1, 0)..(t + 1)].Average())];
}
