using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>A checkpoint goes on with more epochs or patience, ends with fewer, and is refused where other options would change the bits.</summary>
public sealed class ResumeTests
{
    public static TheoryData<string> Modes => TrainingCase.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public void MoreEpochsEndInTheBitsOfARunThatHadThemFromTheStart(string mode)
    {
        using var folder = new TemporaryFolder();
        for (int epochs = 1; epochs <= 4; epochs++)
        {
            using Trainer<I2H3L3O2> whole = Create(mode, epochs), part = Create(mode, epochs);
            if (epochs > 1)
            {
                part.LoadCheckpoint(folder.File($"{epochs - 1}"));
                Assert.False(part.Finished);
            }

            Assert.Equal(whole.Run(), part.Run());
            Assert.Equal(TrainingCase.Bits(whole), TrainingCase.Bits(part));
            part.SaveCheckpoint(folder.File("first"));
            using Trainer<I2H3L3O2> again = Create(mode, epochs);
            again.LoadCheckpoint(folder.File("first"));
            Assert.True(again.Finished);
            Assert.Equal(TrainingCase.Bits(whole), TrainingCase.Bits(again));
            again.SaveCheckpoint(folder.File($"{epochs}"));
            Assert.Equal(File.ReadAllBytes(folder.File("first")), File.ReadAllBytes(folder.File($"{epochs}")));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void WithFewerEpochsItIsOverAndMoreGoOnFromThere(string mode)
    {
        using var folder = new TemporaryFolder();
        using Trainer<I2H3L3O2> whole = Create(mode, 4);
        whole.Run(new OnStep(now => whole.SaveCheckpoint(folder.File($"{now.Step}"))));
        for (long step = whole.Steps; step > 0; step -= 3)
        {
            using Trainer<I2H3L3O2> fewer = Create(mode, 2), more = Create(mode, 4);
            fewer.LoadCheckpoint(folder.File($"{step}"));
            int epochs = Math.Max(fewer.Epoch, 2);
            Assert.Equal(fewer.Epoch >= 2, fewer.Finished);
            TrainingResult result = fewer.Run();
            Assert.Equal((epochs, false), (result.Epochs, result.StoppedEarly));
            fewer.SaveCheckpoint(folder.File("c"));
            more.LoadCheckpoint(folder.File("c"));
            more.Run();
            Assert.Equal(TrainingCase.Bits(whole), TrainingCase.Bits(more));
        }
    }

    [Fact]
    public void AnotherPatienceIsThatOfTheTrainer()
    {
        using var folder = new TemporaryFolder();
        using Trainer<I2H12O1Full> one = Worsening(1), three = Worsening(3), more = Worsening(3), less = Worsening(1), none = Worsening(null);
        TrainingResult first = one.Run(), whole = three.Run();
        Assert.True(first.StoppedEarly && whole.StoppedEarly);
        Assert.Equal(first.Epochs + 2, whole.Epochs);
        one.SaveCheckpoint(folder.File("one"));
        more.LoadCheckpoint(folder.File("one"));
        Assert.False(more.Finished);
        Assert.Equal(whole, more.Run());
        Assert.Equal(TrainingCase.Bits(three), TrainingCase.Bits(more));

        three.SaveCheckpoint(folder.File("three"));
        less.LoadCheckpoint(folder.File("three"));
        Assert.True(less.Finished);
        Assert.True(less.Run().StoppedEarly);
        none.LoadCheckpoint(folder.File("one"));
        TrainingResult end = none.Run();
        Assert.Equal((10, false), (end.Epochs, end.StoppedEarly));
    }

    [Fact]
    public void WhatDecidesTheBitsIsComparedAndNamed()
    {
        using var folder = new TemporaryFolder();
        (TrainerOptions options, SeriesWindowOptions data) = (Plain, Windows);
        (string Name, TrainerOptions Options, SeriesWindowOptions Data, string Found, string Expected)[] others =
        [
            ("beta 1", Adam(new() { Beta1 = 0.5 }), data, "beta1 0.9", "beta1 0.5"),
            ("beta 2", Adam(new() { Beta2 = 0.5 }), data, "beta2 0.999", "beta2 0.5"),
            ("epsilon", Adam(new() { Epsilon = 1e-3 }), data, "epsilon 1E-08", "epsilon 0.001"),
            ("decay", Adam(new() { WeightDecay = 0.5 }), data, "weight decay 0", "weight decay 0.5"),
            ("rate", Adam(new() { LearningRate = 0.5f }), data, "learning rate = '0.001'", "'0.5'"),
            ("schedule", options with { Schedule = () => LstmSchedule.Cosine(0.1f, 10) }, data, "schedule = 'none'", "Cosine(0.1, 10 steps"),
            ("loss", options with { Loss = LstmLoss.Huber(0.25f) }, data, "MeanSquared", "Huber(delta 0.25)"),
            ("norm", options with { ClipNorm = 3 }, data, "clip norm = 'none'", "'3'"),
            ("value", options with { ClipValue = 3 }, data, "clip value = 'none'", "'3'"),
            ("dropout", options with { Dropout = 0.5f }, data, "dropout = '0'", "'0.5'"),
            ("recurrent dropout", options with { RecurrentDropout = 0.5f }, data, "recurrent dropout = '0'", "'0.5'"),
            ("recurrent weight dropout", options with { RecurrentWeightDropout = 0.5f }, data, "recurrent weight dropout = '0'", "'0.5'"),
            ("input dropout", options with { InputDropout = 0.5f }, data, "input dropout = '0'", "'0.5'"),
            ("locked dropout", options with { LockedDropout = true }, data, "locked dropout = 'no'", "'yes'"),
            ("improvement", options with { MinImprovement = 0.5 }, data, "minimal improvement = '0'", "'0.5'"),
            ("scored steps", options, data with { ScoredSteps = 2 }, "scored steps 5", "scored steps 2"),
            ("jitter", options, data with { Augmentation = new() { Jitter = 0.5f } }, "jitter 0", "jitter 0.5"),
            ("columns", options, data with { TargetColumns = [1, 0] }, "columns 0 1", "columns 1 0"),
        ];
        using Trainer<I2H3L3O2> writer = Create(options, data);
        writer.Step();
        writer.SaveCheckpoint(folder.File("c"));
        foreach ((string name, TrainerOptions other, SeriesWindowOptions otherData, string found, string expected) in others)
        {
            using Trainer<I2H3L3O2> reader = Create(other, otherData);
            string bits = TrainingCase.Bits(reader);
            var error = Assert.Throws<LstmFormatException>(() => reader.LoadCheckpoint(folder.File("c")));
            Assert.True(error.Message.Contains(found) && error.Message.Contains(expected), $"{name}: {error.Message}");
            Assert.Equal(bits, TrainingCase.Bits(reader));
            reader.LoadCheckpoint(folder.File("c"), newOptions: true);
            Assert.Equal(TrainingCase.Bits(writer), TrainingCase.Bits(reader));
            TrainingProgress next = reader.Step();
            Assert.Equal(name == "rate" ? 0.5f : name == "schedule" ? LstmSchedule.Cosine(0.1f, 10).LearningRate(1) : 0.001f, next.LearningRate);
        }
    }

    [Fact]
    public void SchedulesAreComparedWithTheirConstantsAndARateSetByHandStays()
    {
        using var folder = new TemporaryFolder();
        LstmSchedule[] schedules =
        [
            LstmSchedule.Constant(0.1f), LstmSchedule.Constant(0.2f), LstmSchedule.StepDecay(0.1f, 5), LstmSchedule.StepDecay(0.1f, 6),
            LstmSchedule.StepDecay(0.1f, 5, 0.5), LstmSchedule.Cosine(0.1f, 10), LstmSchedule.Cosine(0.1f, 11), LstmSchedule.Cosine(0.1f, 10, 0.01f),
            LstmSchedule.WarmUp(3, LstmSchedule.Constant(0.1f)), LstmSchedule.WarmUp(4, LstmSchedule.Constant(0.1f)),
            LstmSchedule.ReduceOnPlateau(0.1f), LstmSchedule.ReduceOnPlateau(0.1f, new() { Patience = 3 }), LstmSchedule.ReduceOnPlateau(0.1f, new() { Factor = 0.5 }),
            LstmSchedule.ReduceOnPlateau(0.1f, new() { Cooldown = 3 }), LstmSchedule.ReduceOnPlateau(0.1f, new() { Threshold = 0.5 }), LstmSchedule.ReduceOnPlateau(0.1f, new() { Minimum = 0.01f }),
        ];
        foreach (LstmSchedule schedule in schedules)
        {
            using Trainer<I2H3L3O2> writer = Create(Plain with { Schedule = () => schedule }, Windows);
            writer.SaveCheckpoint(folder.File("c"));
            foreach (LstmSchedule other in schedules)
            {
                using Trainer<I2H3L3O2> reader = Create(Plain with { Schedule = () => other }, Windows);
                Exception? error = Record.Exception(() => reader.LoadCheckpoint(folder.File("c")));
                Assert.Equal(!ReferenceEquals(schedule, other), error is LstmFormatException);
            }
        }

        using Trainer<I2H3L3O2> hand = Create(Plain, Windows), goesOn = Create(Plain with { ClipNorm = 5 }, Windows);
        hand.Optimizer.LearningRate = 0.25f;
        hand.Step();
        hand.SaveCheckpoint(folder.File("c"));
        goesOn.LoadCheckpoint(folder.File("c"), newOptions: true);
        Assert.Equal(0.25f, goesOn.Step().LearningRate);
    }

    private static TrainerOptions Plain => new() { Loss = LstmLoss.MeanSquared, Epochs = 3, Seed = 1 };

    private static SeriesWindowOptions Windows => new() { Steps = 5, Batch = 4, Stride = 3 };

    private static TrainerOptions Adam(AdamOptions options) => Plain with { Optimizer = trainables => new Adam(trainables, options) };

    private static Trainer<I2H3L3O2> Create(TrainerOptions options, SeriesWindowOptions windows)
        => new(new SeriesWindows(TrainingCase.Series(60), 2, SeriesPart.All(60), windows), options);

    private static Trainer<I2H3L3O2> Create(string mode, int epochs) => TrainingCase.Create(mode, TrainingCase.Options with { Epochs = epochs });

    /// <summary>What is validated is the negative of what is trained: the better it fits, the worse it gets.</summary>
    private static Trainer<I2H12O1Full> Worsening(int? patience)
    {
        float[] series = [.. Enumerable.Range(0, 400).Select(n => n % 2 == 0 ? 0.5f : 1f)], opposite = [.. series.Select(value => -value)];
        var options = new SeriesWindowOptions { Steps = 8, Batch = 8, Stride = 4, TargetColumns = [0] };
        return new Trainer<I2H12O1Full>(
            new SeriesWindows(series, 2, SeriesPart.All(200), options),
            new TrainerOptions { Loss = LstmLoss.MeanSquared, Epochs = 10, Patience = patience, Seed = 4 },
            new SeriesWindows(opposite, 2, SeriesPart.All(200), options));
    }
}
