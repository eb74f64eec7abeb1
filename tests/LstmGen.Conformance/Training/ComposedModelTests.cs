using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>A trainer does with a model of parts what it does with a class: the same bits, checkpoints, faults and refusals.</summary>
public sealed class ComposedModelTests
{
    private static readonly TrainerOptions Plain = TrainingCase.Options with
    {
        Dropout = 0, RecurrentDropout = 0, RecurrentWeightDropout = 0, InputDropout = 0,
    };

    private static readonly TrainerOptions OfParts = Plain with { Loss = null };

    [Fact]
    public void OneTapeTrainsToTheBitsOfItsClass()
    {
        (LstmBatches training, LstmBatches validation) = TrainingCase.Data("sequences");
        using var whole = new Trainer<I2H3L3O2>(training, Plain, validation);
        using ComposedModel model = Create(training);
        using var parts = new Trainer(model, training, OfParts, validation);
        Assert.Equal(whole.Run(), parts.Train(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(Values(whole.Parameters), Values(model.Parameters));
        Assert.Equal(whole.Evaluate(validation, TestContext.Current.CancellationToken), parts.Evaluate(validation, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void TrainingGoesOnFromACheckpointOfAnyStep()
    {
        using var folder = new TemporaryFolder();
        (LstmBatches training, LstmBatches validation) = TrainingCase.Data("sequences");
        using ComposedModel model = Create(training, dropout: 0.25f);
        using var trainer = new Trainer(model, training, OfParts, validation);
        trainer.Train(new OnStep(now => trainer.SaveCheckpoint(folder.File($"{now.Step}"))), TestContext.Current.CancellationToken);
        for (long step = 1; step <= trainer.Steps; step++)
        {
            using ComposedModel again = Create(training, dropout: 0.25f);
            using var resumed = new Trainer(again, training, OfParts, validation);
            resumed.LoadCheckpoint(folder.File($"{step}"));
            resumed.Train(cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(Values(model.Parameters), Values(again.Parameters));
        }
    }

    [Fact]
    public void ALossThatThrowsLeavesTheTrainerAsItWas()
    {
        (LstmBatches training, LstmBatches validation) = TrainingCase.Data("sequences");
        using ComposedModel model = Create(training, dropout: 0.25f), faulty = new(5, training.Steps, 99, 0.25f, new Failing());
        using Trainer right = new(model, training, OfParts, validation), wrong = new(faulty, training, OfParts, validation);
        while (!right.Finished)
        {
            ((Failing)faulty.Loss).Fails = true;
            Assert.Throws<IOException>(() => wrong.Step(TestContext.Current.CancellationToken));
            ((Failing)faulty.Loss).Fails = false;
            Assert.Equal(right.Step(TestContext.Current.CancellationToken), wrong.Step(TestContext.Current.CancellationToken));
        }

        Assert.Equal(Values(model.Parameters), Values(faulty.Parameters));
    }

    [Fact]
    public void WeightsAreWrittenAndReadWithWhatBelongsToThem()
    {
        using var folder = new TemporaryFolder();
        using ComposedModel model = new(5, 3, seed: 1), other = new(5, 3, seed: 2);
        model.Save(folder.File("model"), new Dictionary<string, string> { ["vocabulary"] = "a b" });
        Assert.NotEqual(Values(model.Parameters), Values(other.Parameters));
        Assert.Equal("a b", other.Load(folder.File("model"))["vocabulary"]);
        Assert.Equal(Values(model.Parameters), Values(other.Parameters));

        byte[] bytes = File.ReadAllBytes(folder.File("model"));
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), float.NaN);
        File.WriteAllBytes(folder.File("nan"), bytes);
        Assert.Contains("finite", Assert.Throws<LstmFormatException>(() => other.Load(folder.File("nan"))).Message, StringComparison.Ordinal);
        Assert.Equal(Values(model.Parameters), Values(other.Parameters));
        Assert.Contains("none of the model's", Assert.Throws<LstmFormatException>(() => new Fewer().Load(folder.File("model"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatBelongsToThePartsIsRefused()
    {
        (LstmBatches training, _) = TrainingCase.Data("sequences");
        using ComposedModel model = Create(training);
        foreach ((string name, TrainerOptions options) in new (string, TrainerOptions)[]
        {
            (nameof(TrainerOptions.Loss), Plain), (nameof(TrainerOptions.Dropout), OfParts with { Dropout = 0.1f }),
            (nameof(TrainerOptions.Threads), OfParts with { Threads = 2 }), (nameof(TrainerOptions.KernelSet), OfParts with { KernelSet = "Portable" }),
            (nameof(TrainerOptions.Monitor), OfParts with { Monitor = () => LstmMetric.RootMeanSquaredError() }),
        })
        {
            Assert.StartsWith(name, Assert.Throws<ArgumentException>(() => new Trainer(model, training, options)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("Loss is not set", Assert.Throws<ArgumentException>(() => new Trainer<I2H3L3O2>(training, OfParts)).Message, StringComparison.Ordinal);
        (LstmBatches stream, _) = TrainingCase.Data("stream");
        using var carried = new ComposedModel(5, stream.Steps, 1);
        Assert.Contains("carry a state", Assert.Throws<ArgumentException>(() => new Trainer(carried, stream, OfParts)).Message, StringComparison.Ordinal);
        using var small = new ComposedModel(5, training.Steps - 1, 1);
        Assert.Contains("steps", Assert.Throws<ArgumentException>(() => new Trainer(small, training, OfParts)).Message, StringComparison.Ordinal);
        var pairs = new LstmSequencePairs([new(new float[4], new float[6])], batch: 5, inputSize: 2, targetSize: 2);
        using var unpaired = new ComposedModel(5, 2, 1);
        Assert.Contains("a target for each step", Assert.Throws<ArgumentException>(() => new Trainer(unpaired, pairs, OfParts)).Message, StringComparison.Ordinal);
        Assert.Contains("does not take", Assert.Throws<ArgumentException>(() => new Trainer<I2H3L3O2>(pairs, Plain)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsHaveNamesOfTheirOwn() => Assert.Contains("a prefix of its own", Assert.Throws<ArgumentException>(() => new Twins()).Message, StringComparison.Ordinal);

    private static ComposedModel Create(LstmBatches data, float dropout = 0) => new(data.Batch, data.Steps, TrainingCase.Options.Seed, dropout);

    private static float[] Values(LstmParameters parameters) => [.. parameters.ToTensors().SelectMany(tensor => tensor.ToFloats())];

    private sealed class Failing : LstmLoss
    {
        private readonly LstmLoss _inner = Huber(0.5f);

        public bool Fails { get; set; }

        public override int TargetSize(int outputSize) => _inner.TargetSize(outputSize);

        public override double Evaluate(
            ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize, Span<float> gradients)
            => Fails ? throw new IOException("planned") : _inner.Evaluate(outputs, targets, mask, outputSize, gradients);
    }

    private sealed class Fewer : TrainableModel
    {
        public Fewer()
            : base(1, 1)
        {
        }

        public override void Backward()
        {
        }

        protected override double Compute(LstmBatch batch, bool trains) => 0;
    }

    private sealed class Twins : TrainableModel
    {
        public Twins()
            : base(1, 1)
        {
            LstmParameters parameters = LstmWeights.Random(1).Bind(I2H3L3O2.Shape);
            Add(I2H3L3O2.CreateTape(parameters, new LstmTapeOptions { Steps = 1 }));
            Add(I2H3L3O2.CreateTape(parameters, new LstmTapeOptions { Steps = 1 }));
        }

        public override void Backward()
        {
        }

        protected override double Compute(LstmBatch batch, bool trains) => 0;
    }
}
