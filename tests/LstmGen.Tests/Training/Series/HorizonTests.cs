using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Series;

/// <summary>Windows of several horizons, known columns, missing targets and several parts, against plain indexing; and that no input comes from what is not known yet.</summary>
public sealed class HorizonTests
{
    public sealed record Trial(float[] Inputs, int Width, float[] Targets, int TargetWidth, SeriesPart[] Parts, SeriesWindowOptions Options, int Seed)
    {
        public int[] Horizons => [.. Options.Horizons!];

        public int[] Known => [.. Options.KnownColumns!];

        public int[] Columns => [.. Options.TargetColumns!];

        public SeriesWindows Windows(float[] inputs) => new(inputs, Width, Targets, TargetWidth, Parts, Options);
    }

    public static FsCheck.Arbitrary<Trial> Trials() =>
        Gen.Choose(0, int.MaxValue - 1).Select(seed =>
        {
            var random = new Random(seed);
            int width = random.Next(1, 4), targetWidth = random.Next(1, 3);
            int[] horizons = [.. Enumerable.Range(0, 6).Where(_ => random.Next(2) == 0)];
            horizons = horizons.Length == 0 ? [2] : horizons;
            int steps = random.Next(1, 5);
            var parts = new List<SeriesPart>();
            int row = random.Next(0, 4);
            for (int part = 0; part < 3; part++)
            {
                int count = steps + horizons[^1] + random.Next(part == 0 ? 0 : -3, 9);
                parts.Add(new SeriesPart(row, row + Math.Max(count, 1)));
                row += Math.Max(count, 1) + random.Next(0, 3);
            }

            bool missing = random.Next(2) == 0;
            float[] targets = [.. Enumerable.Range(0, row * targetWidth).Select(n => missing && random.Next(3) == 0 ? float.NaN : 10_000f + n)];
            foreach (int at in Enumerable.Range(0, targetWidth))
            {
                targets[((parts[0].Start + steps - 1 + horizons[0]) * targetWidth) + at] = 5; // one window at least has a target
            }

            return new Trial([.. Enumerable.Range(0, row * width).Select(n => (float)n)], width, targets, targetWidth, [.. parts], new SeriesWindowOptions
            {
                Steps = steps,
                Batch = random.Next(1, 4),
                Stride = random.Next(1, 3),
                Horizons = horizons,
                TargetColumns = random.Next(2) == 0 ? [0] : [.. Enumerable.Range(0, targetWidth)],
                KnownColumns = random.Next(3) switch { 0 => [], 1 => [width - 1], _ => [0, width - 1] },
                MissingTargets = missing,
                ScoredSteps = random.Next(2) == 0 ? steps : 1,
            }, seed);
        }).ToArbitrary();

    [Property(MaxTest = 400, Arbitrary = [typeof(HorizonTests)])]
    public void WindowsAreTheRowsTheyName(Trial trial)
    {
        SeriesWindows data = trial.Windows(trial.Inputs);
        var expected = new List<(int Start, float[] Inputs, float[] Targets, float[] Mask)>();
        foreach (SeriesPart part in trial.Parts)
        {
            for (int start = part.Start; start + trial.Options.Steps - 1 + trial.Horizons[^1] < part.End; start += trial.Options.Stride)
            {
                (float[] inputs, float[] targets, float[] mask) = Naive(trial, start);
                if (mask.Any(share => share > 0))
                {
                    expected.Add((start, inputs, targets, mask));
                }
            }
        }

        Assert.Equal(expected.Count, data.Examples);
        var batch = new LstmBatch(data);
        for (int example = 0; example < expected.Count; example++)
        {
            int row = example % data.Batch;
            if (row == 0)
            {
                batch.Read(data, example / data.Batch);
            }

            Assert.Equal(expected[example].Start + trial.Options.Steps - 1, data.OriginOf(example));
            Assert.Equal(expected[example].Inputs, Steps(step => batch.Input(step, row).ToArray()));
            Assert.Equal(expected[example].Targets, Steps(step => batch.Target(step, row).ToArray()));
            Assert.Equal(expected[example].Mask, Steps(step => [batch.MaskOf(step, row)]));
        }

        float[] Steps(Func<int, float[]> of) => [.. Enumerable.Range(0, trial.Options.Steps).SelectMany(of)];
    }

    [Property(MaxTest = 200, Arbitrary = [typeof(HorizonTests)])]
    public void WhatIsNotKnownYetChangesNoInput(Trial trial)
    {
        SeriesWindows data = trial.Windows(trial.Inputs);
        var random = new Random(trial.Seed);
        var (batch, other) = (new LstmBatch(data), new LstmBatch(data));
        for (int example = 0; example < data.Examples; example++)
        {
            int row = example % data.Batch, origin = data.OriginOf(example);
            float[] changed = [.. trial.Inputs];
            for (int at = (origin + 1) * trial.Width; at < changed.Length; at++)
            {
                changed[at] = trial.Known.Contains(at % trial.Width) ? changed[at] : random.NextSingle();
            }

            batch.Read(data, example / data.Batch);
            other.Read(trial.Windows(changed), example / data.Batch);
            for (int step = 0; step < data.Steps; step++)
            {
                Assert.Equal(batch.Input(step, row).ToArray(), other.Input(step, row).ToArray());
            }
        }
    }

    [Fact]
    public void AStreamHasHorizonsAndKnownColumnsToo()
    {
        float[] series = [.. Enumerable.Range(0, 40).Select(n => (float)n)];
        var stream = new SeriesStream(series, 2, new SeriesPart(3, 20), new SeriesWindowOptions
        {
            Steps = 4, Batch = 1, Horizons = [1, 3], TargetColumns = [0], KnownColumns = [1],
        });
        var batch = new LstmBatch(stream);
        batch.Read(stream, 1);
        Assert.Equal(14, stream.Positions);
        Assert.Equal([14, 15, 17, 21], batch.Input(0, 0).ToArray());
        Assert.Equal([16, 20], batch.Target(0, 0).ToArray());
    }

    [Fact]
    public void TheDescriptionOfACheckpointStaysWhereNothingIsNew()
    {
        float[] series = new float[80];
        var options = new SeriesWindowOptions { Steps = 4, Horizon = 2, ForecastRows = 3, TargetColumns = [1] };
        Assert.Equal(
            "SeriesWindows(stride 1, targets 3 rows from 2 ahead, columns 1, scored steps 4, jitter 0, scaling 0)",
            new SeriesWindows(series, 2, SeriesPart.All(40), options).Description);
        options = new SeriesWindowOptions { Steps = 4, Horizons = [1, 6], TargetColumns = [1], KnownColumns = [0], MissingTargets = true };
        Assert.Equal(
            "SeriesWindows(stride 1, targets at 1 6 ahead, columns 1, known columns 0, missing targets, scored steps 4, jitter 0, scaling 0)",
            new SeriesWindows(series, 2, SeriesPart.All(40), options).Description);
    }

    [Fact]
    public void AKnownColumnTakesTheFactorOfItsColumn()
    {
        float[] series = [.. Enumerable.Repeat(new float[] { 1, 3 }, 60).SelectMany(row => row)];
        var data = new SeriesWindows(series, 2, SeriesPart.All(60), new SeriesWindowOptions
        {
            Steps = 2, Batch = 1, Horizons = [1, 2], KnownColumns = [1], Augmentation = new() { Scaling = 0.3f },
        });
        var batch = new LstmBatch(data);
        batch.Read(data, 0, key: 5);
        float[] input = batch.Input(1, 0).ToArray();
        Assert.NotEqual(3, input[1]);
        Assert.Equal([input[1], input[1]], input[2..]);
    }

    [Theory]
    [InlineData(new int[0], "Horizons is empty; at least one, or null, was expected.")]
    [InlineData(new[] { 3, 3 }, "Horizon 1 is 3; ascending numbers of rows, each once, here from 4 on, were expected.")]
    [InlineData(new[] { -1 }, "Horizon 0 is -1; ascending numbers of rows, each once, here from 0 on, were expected.")]
    [InlineData(new[] { 1, int.MaxValue }, "Horizon 1 is 2147483647;")]
    [InlineData(new[] { 1, 40 }, "The part has 40 rows; a row and its targets (1, 40 ahead) need 41.")]
    [InlineData(new[] { 1, 38 }, "The part has 40 rows; a window of 3 rows and its targets (1, 38 ahead) need 41.")]
    public void HorizonsThatCannotBeAreRefused(int[] horizons, string message) => Refused(new() { Steps = 3, Horizons = horizons }, message);

    [Fact]
    public void OptionsThatDoNotFitEachOtherAreRefused()
    {
        Refused(new() { Steps = 3, Horizons = [1], Horizon = 2 }, "Horizons are set beside Horizon 2 and ForecastRows 1; one or the other was expected.");
        Refused(new() { Steps = 3, KnownColumns = [2] }, "KnownColumns has 2; 0 to 1 were expected.");
        var missing = new SeriesWindowOptions { Steps = 3, MissingTargets = true };
        Assert.ThrowsAny<ArgumentException>(() => new SeriesStream(new float[80], 2, SeriesPart.All(40), missing));
        Assert.ThrowsAny<ArgumentException>(() => new SeriesWindows(new float[80], 2, new float[80], 2, [], missing));
        float[] none = [.. Enumerable.Repeat(float.NaN, 40)];
        var error = Assert.Throws<ArgumentException>(() => new SeriesWindows(new float[40], 1, none, 1, SeriesPart.All(40), missing));
        Assert.StartsWith("No window has a target that is not missing; at least one was expected.", error.Message);
        none[7] = float.PositiveInfinity;
        error = Assert.Throws<ArgumentException>(() => new SeriesWindows(new float[40], 1, none, 1, SeriesPart.All(40), missing));
        Assert.StartsWith("targets holds Infinity in row 7, column 0; finite values, or NaN where one is missing, were expected.", error.Message);
    }

    [Fact]
    public void FillingABatchAllocatesNothing()
    {
        float[] series = [.. Enumerable.Range(0, 4000).Select(n => MathF.Sin(n))];
        float[] targets = [.. series];
        targets[500] = float.NaN;
        var data = new SeriesWindows(series, 2, targets, 2, [new(0, 700), new(900, 2000)], new SeriesWindowOptions
        {
            Steps = 20, Horizons = [1, 6, 24], KnownColumns = [1], MissingTargets = true, Augmentation = new() { Jitter = 0.1f, Scaling = 0.1f },
        });
        var batch = new LstmBatch(data);
        Allocated.Nothing(() =>
        {
            for (int index = 0; index < data.Count; index++)
            {
                batch.Read(data, index, key: 7);
            }
        });
    }

    private static void Refused(SeriesWindowOptions options, string message)
        => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => new SeriesWindows(new float[80], 2, SeriesPart.All(40), options)).Message);

    private static (float[] Inputs, float[] Targets, float[] Mask) Naive(Trial trial, int start)
    {
        List<float> inputs = [], targets = [], mask = [];
        for (int step = 0; step < trial.Options.Steps; step++)
        {
            int row = start + step;
            inputs.AddRange(trial.Inputs[(row * trial.Width)..((row + 1) * trial.Width)]);
            inputs.AddRange(trial.Horizons.SelectMany(ahead => trial.Known.Select(column => trial.Inputs[((row + ahead) * trial.Width) + column])));
            float[] of = [.. trial.Horizons.SelectMany(ahead => trial.Columns.Select(column => trial.Targets[((row + ahead) * trial.TargetWidth) + column]))];
            float present = of.Count(value => !float.IsNaN(value));
            targets.AddRange(present > 0 ? of : new float[of.Length]);
            mask.Add(step >= trial.Options.Steps - trial.Options.ScoredSteps ? present / of.Length : 0);
        }

        return ([.. inputs], [.. targets], [.. mask]);
    }
}
