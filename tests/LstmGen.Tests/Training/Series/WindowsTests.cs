using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Series;

/// <summary>Windows of a series against plain indexing; and that none sees beyond its part.</summary>
public sealed class WindowsTests
{
    public sealed record Trial(int Columns, SeriesPart Part, int Rows, SeriesWindowOptions Options);

    public static FsCheck.Arbitrary<Trial> Trials() =>
        Gen.Choose(0, int.MaxValue - 1).Select(seed =>
        {
            var random = new Random(seed);
            var options = new SeriesWindowOptions
            {
                Steps = random.Next(1, 6),
                Batch = random.Next(1, 5),
                Stride = random.Next(1, 4),
                Horizon = random.Next(0, 4),
                ForecastRows = random.Next(1, 4),
            };
            int columns = random.Next(1, 4), start = random.Next(0, 9);
            int count = options.Steps + options.Horizon + options.ForecastRows - 1 + random.Next(0, 20);
            return new Trial(columns, new SeriesPart(start, start + count), start + count + random.Next(0, 9), options with
            {
                TargetColumns = random.Next(2) == 0 ? null : [random.Next(columns), random.Next(columns)],
                ScoredSteps = random.Next(2) == 0 ? null : random.Next(1, options.Steps + 1),
            });
        }).ToArbitrary();

    [Property(MaxTest = 300, Arbitrary = [typeof(WindowsTests)])]
    public void WindowsAreTheRowsTheyNameAndStayWithinTheirPart(Trial trial)
    {
        // A value names its row and column; rows outside the part would show.
        float[] series = [.. Enumerable.Range(0, trial.Rows * trial.Columns).Select(n => (float)n)];
        var data = new SeriesWindows(series, trial.Columns, trial.Part, trial.Options);
        SeriesWindowOptions options = trial.Options;
        int[] targets = [.. options.TargetColumns ?? [.. Enumerable.Range(0, trial.Columns)]];
        int lookAhead = options.Horizon + options.ForecastRows - 1;
        Assert.Equal((trial.Part.Count - lookAhead - options.Steps) / options.Stride, data.Examples - 1);
        var batch = new LstmBatch(data);
        for (int index = 0; index < data.Count; index++)
        {
            batch.Read(data, index);
            for (int row = 0; row < Math.Min(data.Batch, data.Examples - (index * data.Batch)); row++)
            {
                int start = trial.Part.Start + (((index * data.Batch) + row) * options.Stride);
                Assert.InRange(start + options.Steps - 1 + lookAhead, trial.Part.Start, trial.Part.End - 1);
                for (int step = 0; step < options.Steps; step++)
                {
                    int at = start + step;
                    Assert.Equal(series[(at * trial.Columns)..((at + 1) * trial.Columns)], batch.Input(step, row).ToArray());
                    float[] expected =
                    [
                        .. Enumerable.Range(at + options.Horizon, options.ForecastRows)
                            .SelectMany(ahead => targets.Select(column => series[(ahead * trial.Columns) + column])),
                    ];
                    Assert.Equal(expected, batch.Target(step, row).ToArray());
                    Assert.Equal(step >= options.Steps - (options.ScoredSteps ?? options.Steps) ? 1 : 0, batch.MaskOf(step, row));
                }
            }
        }
    }

    [Fact]
    public void APartTooShortForAWindowSaysWhatItNeeds()
    {
        var error = Assert.Throws<ArgumentException>(() => new SeriesWindows(
            new float[40], 2, new SeriesPart(0, 7), new SeriesWindowOptions { Steps = 5, Horizon = 2, ForecastRows = 2 }));
        Assert.StartsWith("The part has 7 rows; a window of 5 rows and its targets (2 from 2 ahead) need 8.", error.Message);
    }

    [Fact]
    public void AValueThatIsNotFiniteIsNamedWhereItIsUsedAndOnlyThere()
    {
        float[] series = [.. Enumerable.Range(0, 40).Select(n => (float)n)];
        series[25] = float.NaN;
        var options = new SeriesWindowOptions { Steps = 3 };
        var error = Assert.Throws<ArgumentException>(() => new SeriesWindows(series, 2, new SeriesPart(5, 20), options));
        Assert.StartsWith("inputs holds NaN in row 12, column 1; finite values were expected.", error.Message);
        Assert.Equal(12 - 3, new SeriesWindows(series, 2, new SeriesPart(0, 12), options).Examples);
    }

    [Fact]
    public void FillingABatchAllocatesNothing()
    {
        float[] series = [.. Enumerable.Range(0, 4000).Select(n => MathF.Sin(n))];
        var noise = new SeriesAugmentation { Jitter = 0.1f, Scaling = 0.1f };
        LstmBatches[] all =
        [
            new SeriesWindows(series, 2, SeriesPart.All(2000), new SeriesWindowOptions { Steps = 20, Augmentation = noise }),
            new SeriesStream(series, 2, SeriesPart.All(2000), new SeriesWindowOptions { Steps = 20, Batch = 3 }),
        ];
        foreach (LstmBatches data in all)
        {
            var batch = new LstmBatch(data);
            Allocated.Nothing(() =>
            {
                for (int index = 0; index < data.Count; index++)
                {
                    batch.Read(data, index, key: 7);
                }
            });
        }
    }
}
