using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>A bad value is found before training where it can be, and named as its user knows it: by sequence, window or position.</summary>
public sealed class BadDataTests
{
    private static readonly TrainerOptions Classes = new() { Loss = LstmLoss.SoftmaxCrossEntropy, Seed = 1, Epochs = 2 };

    [Fact]
    public void ATargetThatOnlyTheLossKnowsIsRefusedAtConstruction()
    {
        Refused("The training data: The target of sequence 13, step 7, column 0 is 2; a class, a whole number from 0 to 1, was expected.", Labels(13, 7, 2));
        Refused("The training data: The target of sequence 13, step 7, column 0 is 0.5; a class, a whole number from 0 to 1, was expected.", Labels(13, 7, 0.5f));
        Refused(
            "The training data: The target of sequence 3, step 9, column 0 is -100; a class, a whole number from 0 to 1, was expected; a target to be ignored takes mask 0.",
            Labels(3, 9, -100));
        Refused("The validation data: The target of sequence 0, step 0, column 0 is 2; ", Labels(-1, 0, 0), Labels(0, 0, 2));

        float[] series = TrainingCase.Series(50);
        series[(2 * 30) + 1] = 1.5f;
        series[(2 * 29) + 1] = float.Abs(series[(2 * 29) + 1]);
        float[] targets = [.. Enumerable.Range(0, 50).SelectMany(n => new float[] { 0, n == 30 ? 1.5f : 1 })];
        var windows = new SeriesWindowOptions { Steps = 5, Batch = 2 };
        string message = "The training data: The target in row 30, column 1 is 1.5; a number from 0 to 1 was expected.";
        TrainerOptions options = new() { Loss = LstmLoss.BinaryCrossEntropy };
        Refused(message, new SeriesWindows(series, 2, targets, 2, SeriesPart.All(50), windows), options: options);
        Refused(message, new SeriesStream(series, 2, targets, 2, SeriesPart.All(50), windows), options: options);
        using var before = new Trainer<I2H3L3O2>(new SeriesWindows(series, 2, targets, 2, new SeriesPart(0, 30), windows), options);
    }

    [Fact]
    public void ATargetWithMask0IsNotLookedAt()
    {
        (float[] inputs, float[] targets, float[] mask) = (new float[20], new float[10], [.. Enumerable.Repeat(1f, 10)]);
        (targets[4], mask[4]) = (-100, 0);
        (targets[5], mask[5]) = (float.NaN, 0);
        var data = new LstmSequences([new LstmSequence(inputs, targets) { Mask = mask }], 1, 2, 1);
        using var trainer = new Trainer<I2H3L3O2>(data, Classes);
        var batch = new LstmBatch(data);
        Assert.Equal(8, batch.Read(data, 0));
        Assert.Equal(mask, batch.Mask.ToArray());
        trainer.Run();
    }

    [Theory]
    [InlineData("sequences", "The target of sequence 13, step 7, column 0 is 2; a class, a whole number from 0 to 1, was expected.")]
    [InlineData("examples", "The target of example 13, step 7, column 0 is 2; a class, a whole number from 0 to 1, was expected.")]
    [InlineData("stream", "The target of position 137, column 0 is 2; a class, a whole number from 0 to 1, was expected.")]
    public void ATargetThatGoesBadInTrainingIsNamedAndTheTrainerGoesOn(string kind, string message)
    {
        float[][] labels = [.. Enumerable.Range(0, 20).Select(_ => new float[10])];
        LstmBatches data = kind switch
        {
            "sequences" => new LstmSequences([.. labels.Select(label => new LstmSequence(new float[20], label))], 4, 2, 1),
            "examples" => new Examples(labels),
            _ => new Stream(labels),
        };
        using Trainer<I2H3L3O2> trainer = new(data, Classes), sound = new(data, Classes);
        sound.Run();
        labels[13][7] = 2;
        var error = Assert.Throws<InvalidOperationException>(() => trainer.Run());
        Assert.Equal(message, error.Message);
        labels[13][7] = 0;
        trainer.Run();
        Assert.Equal(TrainingCase.Bits(sound), TrainingCase.Bits(trainer));
    }

    [Fact]
    public void ANumberOfBatchesThatChangesIsRefusedAndTrainingGoesOn()
    {
        var data = new Shrinking(TrainingCase.Data("windows").Training);
        using Trainer<I2H3L3O2> trainer = new(data, TrainingCase.Options), sound = new(TrainingCase.Data("windows").Training, TrainingCase.Options);
        sound.Run();
        trainer.Step();
        trainer.Step();
        data.Less = 5;
        var error = Assert.Throws<InvalidOperationException>(() => trainer.Step());
        Assert.Equal("The training data have 1 batches; the 6 of when they were given were expected.", error.Message);
        data.Less = 0;
        trainer.Run();
        Assert.Equal(TrainingCase.Bits(sound), TrainingCase.Bits(trainer));
    }

    [Fact]
    public void ALossThatWritesNoGradientsHasNone()
    {
        float[] series = TrainingCase.Series(50);
        var silent = new Silent();
        using var trainer = new Trainer<I2H3L3O2>(
            new SeriesWindows(series, 2, SeriesPart.All(50), new() { Steps = 5, Batch = 4 }),
            new TrainerOptions { Loss = silent, Optimizer = t => new Sgd(t, new() { LearningRate = 1 }) });
        trainer.Step();
        string bits = TrainingCase.Bits(trainer);
        silent.Quiet = true;
        trainer.Step();
        Assert.Equal(bits, TrainingCase.Bits(trainer));
    }

    [Fact]
    public void CancellationIsAskedBetweenTheBatchesOfAnEvaluation()
    {
        using var source = new CancellationTokenSource();
        int reads = 0;
        (LstmBatches training, LstmBatches validation) = TrainingCase.Data("stream");
        var slow = new FaultyData(validation, new Faults(), "v", () =>
        {
            reads++;
            source.Cancel();
        });
        using var trainer = new Trainer<I2H3L3O2>(training, TrainingCase.Options, slow);
        Assert.True(slow.Count > 1);
        Assert.Throws<OperationCanceledException>(() => trainer.Train(null, source.Token));
        Assert.Equal((1, (training.Count + 1) / 2, 0), (reads, trainer.Steps, trainer.Epoch)); // two batches a step
        Assert.Throws<OperationCanceledException>(() => trainer.Step(source.Token));
        Assert.Throws<OperationCanceledException>(() => trainer.Evaluate(slow, source.Token));
        Assert.Equal(1, reads);
    }

    private static LstmSequences Labels(int bad, int step, float label)
        => new([.. Enumerable.Range(0, 20).Select(n =>
        {
            var labels = new float[10];
            labels[step] = n == bad ? label : 1;
            return new LstmSequence(new float[20], labels);
        })], batch: 4, inputSize: 2, targetSize: 1);

    private static void Refused(string message, LstmBatches training, LstmBatches? validation = null, TrainerOptions? options = null)
        => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => new Trainer<I2H3L3O2>(training, options ?? Classes, validation)).Message);

    private sealed class Examples(float[][] labels) : LstmExamples(labels.Length, 4, 10, 2, 1)
    {
        protected override void FillRow(int example, int row, LstmBatch batch)
        {
            for (int step = 0; step < Steps; step++)
            {
                batch.Input(step, row).Clear();
                batch.Target(step, row)[0] = labels[example][step];
            }
        }
    }

    private sealed class Stream(float[][] labels) : LstmStream(10 * labels.Length, 3, 8, 2, 1)
    {
        protected override void Read(int position, Span<float> input, Span<float> target)
        {
            input.Clear();
            target[0] = labels[position / 10][position % 10];
        }
    }

    private sealed class Shrinking(LstmBatches inner) : LstmBatches(inner.Batch, inner.Steps, inner.InputSize, inner.TargetSize)
    {
        internal int Less { get; set; }

        public override int Count => inner.Count - Less;

        public override void Fill(int index, LstmBatch batch) => inner.Fill(index, batch);
    }

    private sealed class Silent : LstmLoss
    {
        internal bool Quiet { get; set; }

        public override int TargetSize(int outputSize) => outputSize;

        public override double Evaluate(
            ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize, Span<float> gradients)
            => Quiet ? 1 : MeanSquared.Evaluate(outputs, targets, mask, outputSize, gradients);
    }
}
