using LstmGen.Training;

namespace LstmGen.Samples.Quickstart;

/// <summary>A column of the user's own file; forecast is its next value.</summary>
internal static class ColumnSeries
{
    private const int ShortestSeries = 100;
    private const double LargestValue = 1e15; // squares of floats stay finite

    /// <exception cref="InputException">The column cannot be read, is too short or too large, or does not change.</exception>
    public static Problem Read(string path, string column)
    {
        double[] series = CsvColumns.Read(path, column)[0];
        string name = $"{path}, column {column}";
        if (series.Length < ShortestSeries)
        {
            throw new InputException($"{name}: {series.Length} values; at least {ShortestSeries} are needed to train a forecast and score it.");
        }

        int large = Array.FindIndex(series, value => Math.Abs(value) > LargestValue);
        if (large >= 0)
        {
            throw new InputException($"{name}: value {large + 1} is {series[large]}; magnitudes up to {LargestValue} were expected.");
        }

        int rows = series.Length - 1; // those whose next value is there
        SeriesSplit split = SeriesSplit.InOrder(rows, validation: 0.2, test: 0.2, gap: 1);
        if (series[..split.Training.End].All(value => value == series[0]))
        {
            throw new InputException($"{name}: the first {split.Training.End} values are all the same; there is nothing to learn from them.");
        }

        double[] actual = series[1..], last = series[..rows];
        float Change(int t) => (float)(t == 0 ? 0 : series[t] - series[t - 1]);
        return new Problem(
            $"{name}: the next value",
            Features: 2,
            [.. Enumerable.Range(0, rows).SelectMany(t => (float[])[Change(t), (float)series[t]])],
            [.. Enumerable.Range(1, rows).Select(Change)],
            actual,
            (t, change) => series[t] + change,
            split,
            [new("last value", last), Problem.ExponentialAverage(last, actual, split)]);
    }
}
