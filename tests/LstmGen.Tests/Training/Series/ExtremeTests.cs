using System.Reflection;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Series;

/// <summary>Numbers at the ends of their types: right, or one clear error, and no overflow.</summary>
public sealed class ExtremeTests
{
    private static readonly int[] Extremes = [int.MinValue, int.MinValue + 1, -1, 0, 1, int.MaxValue - 1, int.MaxValue];

    [Fact]
    public void ASplitIsInOrderWithItsGapsOrRefused()
    {
        int split = 0, refused = 0;
        foreach (int rows in (int[])[.. Extremes, 100, 1 << 30])
        {
            foreach (int gap in (int[])[.. Extremes, 10, 1 << 29])
            {
                foreach (double validation in (double[])[0, 0.1, 0.5, 0.999999, -1, double.NaN, double.PositiveInfinity])
                {
                    foreach (double test in (double[])[0, 0.1, 0.45, 0.999999, 1e300])
                    {
                        try
                        {
                            SeriesSplit parts = SeriesSplit.InOrder(rows, validation, test, gap);
                            (SeriesPart a, SeriesPart b, SeriesPart c) = (parts.Training, parts.Validation, parts.Test);
                            Assert.True(a.Start == 0 && a.Count > 0 && b.Count >= 0 && c.Count >= 0 && c.End == rows, $"{parts}");
                            Assert.True(validation == 0 || (b.Count > 0 && (long)b.Start - a.End == gap), $"{parts}, gap {gap}");
                            Assert.True(test == 0 || (c.Count > 0 && (long)c.Start - b.End == gap), $"{parts}, gap {gap}");
                            split++;
                        }
                        catch (ArgumentOutOfRangeException)
                        {
                            refused++;
                        }
                    }
                }
            }
        }

        Assert.True(split > 100 && refused > 100, $"{split} {refused}");
    }

    [Fact]
    public void WindowsAndStreamsAreReadOrRefusedByName()
    {
        var series = new float[200];
        PropertyInfo[] numbers = [.. typeof(SeriesWindowOptions).GetProperties().Where(property => Type(property) == typeof(int))];
        Assert.Equal(6, numbers.Length);
        foreach (PropertyInfo one in numbers)
        {
            foreach (PropertyInfo other in numbers)
            {
                foreach (int extreme in Extremes)
                {
                    foreach (int second in (int[])[1, int.MaxValue])
                    {
                        var options = new SeriesWindowOptions { Steps = 5, Batch = 2, TargetColumns = [0] };
                        other.SetValue(options, second);
                        one.SetValue(options, extreme);
                        Check(() => new SeriesWindows(series, 2, SeriesPart.All(100), options), $"{options}");
                        Check(() => new SeriesStream(series, 2, SeriesPart.All(100), options), $"{options}");
                    }
                }
            }
        }
    }

    [Fact]
    public void PartsAndColumnsOutsideTheSeriesAreRefused()
    {
        var series = new float[200];
        var options = new SeriesWindowOptions { Steps = 1, Batch = 1 };
        foreach (int start in Extremes)
        {
            foreach (int end in Extremes)
            {
                Check(() => new SeriesWindows(series, 2, new SeriesPart(start, end), options), $"{start} {end}");
                Check(() => new SeriesStream(series, 2, new SeriesPart(start, end), options), $"{start} {end}");
                Refused(() => SeriesScaler.Standard(series, 2, new SeriesPart(start, end)), fits: start == 0 && end == 1);
                Refused(() => SeriesScaler.MinMax(series, 2, new SeriesPart(start, end)), fits: start == 0 && end == 1);
            }
        }

        foreach (int columns in Extremes)
        {
            Check(() => new SeriesWindows(series, columns, SeriesPart.All(100), options), $"{columns} columns");
            Check(() => new SeriesWindows(series, 2, SeriesPart.All(100), options with { TargetColumns = [columns] }), $"target {columns}");
            Refused(() => new SeriesScaler(new float[2], [1, 1]).Select(columns), fits: columns is 0 or 1);
        }

        Check(() => new SeriesWindows(series, 2, SeriesPart.All(100), options with { TargetColumns = [] }), "no target");
    }

    [Fact]
    public void TokensAndDataOfOnesOwnAreRefusedByName()
    {
        foreach (int extreme in Extremes)
        {
            Check(() => new LstmTokens(new int[10], 3, extreme, 2), $"batch {extreme}");
            Check(() => new LstmTokens(new int[10], 3, 2, extreme), $"steps {extreme}");
            Check(() => new LstmTokens(new int[10], extreme, 2, 2), $"vocabulary {extreme}");
            Check(() => new LstmTokens(Array.Empty<int>(), 3, 1, 1), "no tokens");
            foreach (int other in Extremes)
            {
                Check(() => new Examples(extreme, other, 1, 1, 1), $"{extreme} examples, batch {other}");
                Check(() => new Examples(10, 2, extreme, other, 1), $"steps {extreme}, inputs {other}");
                Check(() => new Examples(10, extreme, 1, 1, other), $"batch {extreme}, targets {other}");
            }
        }
    }

    private static Type Type(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    /// <summary>Data are refused, or their batches can be read where these are small.</summary>
    private static void Check(Func<LstmBatches> create, string what)
    {
        LstmBatches data;
        try
        {
            data = create();
        }
        catch (ArgumentException error)
        {
            Assert.True(error.Message.Length > 20, what);
            return;
        }
        catch (Exception error)
        {
            Assert.Fail($"{what}: {error.GetType().Name}: {error.Message}");
            return;
        }

        Assert.True(data.Count > 0, what);
        Assert.True((data as SeriesWindows)?.Examples <= 100 || (data as SeriesStream)?.Positions <= 100 || data is LstmTokens or Examples, what);
        Assert.True((Int128)data.Batch * data.Steps * Math.Max(data.InputSize, data.TargetSize) <= Array.MaxLength, what);
        if ((Int128)data.Batch * data.Steps * Math.Max(data.InputSize, data.TargetSize) < 1_000_000)
        {
            var batch = new LstmBatch(data);
            for (int index = 0; index < Math.Min(data.Count, 3) && data is not Examples; index++)
            {
                batch.Read(data, index, key: data.CarriesState ? null : 1);
            }
        }
    }

    private static void Refused(Func<object> create, bool fits)
    {
        Exception? error = Record.Exception(() => create());
        Assert.True(fits ? error is null : error is ArgumentException, $"{error}");
    }

    private sealed class Examples(int examples, int batch, int steps, int inputs, int targets) : LstmExamples(examples, batch, steps, inputs, targets)
    {
        protected override void FillRow(int example, int row, LstmBatch batch)
        {
        }
    }
}
