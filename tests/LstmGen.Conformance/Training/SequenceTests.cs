using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>Trainings of models whose outputs are of all steps together: a target for each sequence.</summary>
public sealed class SequenceTests
{
    private static readonly TrainerOptions s_options = new()
    {
        Loss = LstmLoss.SoftmaxCrossEntropy,
        Optimizer = trainables => new Adam(trainables, new AdamOptions { LearningRate = 0.02f }),
        ClipNorm = 1,
        Epochs = 15,
        Seed = 1,
    };

    /// <summary>With outputs of the last step it is the training of the same model with outputs of every step and one target, but for rounding of the mean.</summary>
    [Fact]
    public void TheLastStepLearnsWhatEveryStepWithOneTargetDoes()
    {
        using var last = new Trainer<I6H20L2O3Last>(Sequences(64, 1), s_options with { Epochs = 1 });
        using var each = new Trainer<I6H20L2O3>(Sequences(64, 1), s_options with { Epochs = 1 });
        for (int step = 0; step < 4; step++)
        {
            double loss = last.Step(TestContext.Current.CancellationToken).Loss, other = each.Step(TestContext.Current.CancellationToken).Loss;
            Assert.Equal(other, loss, 1e-6);
        }
    }

    [Fact]
    public void ItLearnsAndMasksCountLess()
    {
        using var trainer = new Trainer<Heard>(Sequences(160, 1), s_options, Sequences(48, 2));
        TrainingResult result = trainer.Run();
        Assert.True(result.BestLoss < 0.6, $"{result.BestLoss}");

        LstmSequence[] some = [.. Made(6, 3)];
        double whole = trainer.Evaluate(new LstmSequences(some[..3], 16, 6, 1), TestContext.Current.CancellationToken);
        some[3] = some[3] with { Mask = new float[] { 0 } };
        Assert.Throws<ArgumentException>(() => new LstmSequences(some, 16, 6, 1)); // as of every step: a sequence without a target that counts
        Assert.True(double.IsFinite(whole));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 1)]
    public void ACheckpointOfAnyStepGoesOnToTheSameBits(int threads, int others)
    {
        using var folder = new TemporaryFolder();
        TrainerOptions options = s_options with { Epochs = 2, Threads = threads, InputDropout = 0.25f };
        using var whole = new Trainer<Heard>(Sequences(40, 1), options, Sequences(20, 2));
        whole.Run(new OnStep(now => whole.SaveCheckpoint(folder.File($"{now.Step}"))));
        for (long step = 1; step < whole.Steps; step++)
        {
            using var rest = new Trainer<Heard>(Sequences(40, 1), options with { Threads = others }, Sequences(20, 2));
            rest.LoadCheckpoint(folder.File($"{step}"));
            rest.Run();
            Assert.Equal(TrainingCase.Bits(whole), TrainingCase.Bits(rest));
        }
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        using var trainer = new Trainer<Heard>(Sequences(400, 1), s_options);
        Allocated.Nothing(() => trainer.Step());
    }

    [Fact]
    public void DataWithATargetForEachStepAreRefused()
    {
        float[] series = TrainingCase.Series(100);
        var each = new LstmSequences([.. Made(2, 1), new LstmSequence(new float[6 * 3], new float[3])], 4, 6, 1);
        AssertRefused(each, "sequence 2 has 3 targets; [1], one for the whole sequence, were expected");
        AssertRefused(new LstmTokens(new int[] { 1, 2, 3, 4, 5, 0 }, 6, 2, 2), "a stream has a target for each step; sequences with one each were expected");

        static void AssertRefused(LstmBatches data, string reason)
        {
            var error = Assert.Throws<ArgumentException>(() => new Trainer<Heard>(data, s_options));
            Assert.StartsWith($"The training data: the outputs of {Heard.Shape} are of all steps together, and {reason}.", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>What is wrong with a target is said of the sequence.</summary>
    [Fact]
    public void ATargetThatIsNoClassIsNamed()
    {
        LstmSequence[] some = [.. Made(3, 1)];
        some[1] = some[1] with { Targets = new float[] { 3 } };
        var error = Assert.Throws<ArgumentException>(() => new Trainer<Heard>(new LstmSequences(some, 2, 6, 1), s_options));
        Assert.Contains("The target of sequence 1, step ", error.Message, StringComparison.Ordinal);
    }

    private static LstmSequences Sequences(int count, int seed) => new([.. Made(count, seed)], batch: 16, inputSize: 6, targetSize: 1);

    /// <summary>Which of three inputs was loud in some step.</summary>
    private static IEnumerable<LstmSequence> Made(int count, int seed)
    {
        var random = new SplitMix((ulong)seed);
        for (int index = 0; index < count; index++)
        {
            int steps = 2 + random.Below(9), loud = random.Below(3);
            float[] inputs = random.Fill(steps * 6, 0.5f);
            inputs[(random.Below(steps) * 6) + loud] = 3;
            yield return new(inputs, new float[] { loud });
        }
    }
}
