using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>Trainings of models whose tokens have vectors: an input is the number of a token.</summary>
public sealed class EmbeddingTrainingTests
{
    private static readonly TrainerOptions s_options = new()
    {
        Loss = LstmLoss.SoftmaxCrossEntropy,
        Optimizer = trainables => new Adam(trainables, new AdamOptions { LearningRate = 0.02f }),
        ClipNorm = 1,
        Epochs = 6,
        Seed = 1,
    };

    [Fact]
    public void AStreamOfTokensIsLearned()
    {
        using var trainer = new Trainer<Writer>(Stream(3000), s_options, Stream(300));
        float[] before = trainer.Parameters.Embeddings.ToArray();
        trainer.Run();
        Assert.True(trainer.BestLoss < 0.8, $"{trainer.BestLoss}"); // ln 30 is 3.4
        int[] read = [.. Enumerable.Range(0, 17).Select(at => at * at % 17).Distinct()];
        Assert.All(Enumerable.Range(0, 30), token => Assert.Equal(read.Contains(token), !before.AsSpan(token * 8, 8).SequenceEqual(trainer.Parameters.Embeddings.Slice(token * 8, 8))));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    public void ACheckpointOfAnyStepGoesOnToTheSameBits(int threads, int others)
    {
        using var folder = new TemporaryFolder();
        TrainerOptions options = s_options with { Epochs = 2, Threads = threads, InputDropout = 0.25f };
        using var whole = new Trainer<Writer>(Stream(400), options, Stream(100));
        whole.Run(new OnStep(now => whole.SaveCheckpoint(folder.File($"{now.Step}"))));
        for (long step = 1; step < whole.Steps; step += 3)
        {
            using var rest = new Trainer<Writer>(Stream(400), options with { Threads = others }, Stream(100));
            rest.LoadCheckpoint(folder.File($"{step}"));
            rest.Run();
            Assert.Equal(TrainingCase.Bits(whole), TrainingCase.Bits(rest));
        }
    }

    [Fact]
    public void SequencesOfTokensAreLearned()
    {
        var random = new SplitMix(4);
        using var trainer = new Trainer<Reviewer>(Reviews(random, 200), s_options with { Epochs = 12 }, Reviews(random, 60));
        trainer.Run();
        Assert.True(trainer.BestLoss < 0.5, $"{trainer.BestLoss}");
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        using var trainer = new Trainer<Writer>(Stream(3000), s_options);
        Allocated.Nothing(() => trainer.Step());
    }

    [Theory]
    [InlineData(30f)]
    [InlineData(-1f)]
    [InlineData(2.5f)]
    [InlineData(1e30f)]
    public void AnInputThatIsNoTokenIsNamed(float wrong)
    {
        using var trainer = new Trainer<Reviewer>(new LstmSequences([new(new float[] { 1, 2, 3 }, new float[] { 0 }), new(new float[] { 1, wrong }, new float[] { 0 })], 2, 1, 1), s_options);
        var error = Assert.Throws<InvalidOperationException>(() => trainer.Step(TestContext.Current.CancellationToken));
        Assert.Equal(FormattableString.Invariant($"The token of sequence 1, step 1 is {wrong}; a whole number from 0 to 29 was expected."), error.Message);
    }

    [Fact]
    public void VectorsAreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Trainer<Writer>(new LstmTokens(new int[100], 30, 4, 5), s_options));
        Assert.StartsWith("The training data have 30 inputs and 1 targets; 1, the number of a token, and 1 were expected for ", error.Message, StringComparison.Ordinal);
    }

    private static LstmTokens Stream(int count) => new(Enumerable.Range(0, count).Select(at => at * at % 17).ToArray(), 30, batch: 4, steps: 9, oneHot: false);

    /// <summary>Which of four tokens came most often.</summary>
    private static LstmSequences Reviews(SplitMix random, int count) => new(
        [.. Enumerable.Range(0, count).Select(_ =>
        {
            int label = random.Below(4), steps = 3 + random.Below(8);
            return new LstmSequence(Enumerable.Range(0, steps).Select(step => (float)(step % 3 == 0 ? 7 + (2 * label) : 20 + random.Below(10))).ToArray(), new float[] { label });
        })],
        batch: 16, inputSize: 1, targetSize: 1);
}
