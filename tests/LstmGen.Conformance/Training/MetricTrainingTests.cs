using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>Metrics of training and validation, the best epoch by one of them, observers, and the search for a learning rate.</summary>
public sealed class MetricTrainingTests
{
    private static readonly TrainerOptions Options = TrainingCase.Options with { AverageDecay = null, AccumulateBatches = 1, Dropout = 0, RecurrentDropout = 0, RecurrentWeightDropout = 0, InputDropout = 0 };

    [Fact]
    public void AMetricOfAnEpochIsThatOfItsOutputs()
    {
        using Trainer<I2H3L3O2> trainer = TrainingCase.Create("sequences", Options with { Loss = LstmLoss.MeanSquared, Metrics = [() => LstmMetric.RootMeanSquaredError()] });
        int epochs = 0;
        trainer.Run(new OnStep(now =>
        {
            Assert.Equal(now.EndsEpoch ? 1 : 0, now.Metrics.Count);
            if (now.EndsEpoch)
            {
                epochs++;
                Assert.Equal(Math.Sqrt(now.ValidationLoss!.Value), now.Metrics[0].Validation!.Value, 1e-6);
                Assert.Equal(Math.Sqrt(now.TrainingLoss), now.Metrics[0].Training, 1e-6);
            }
        }));
        Assert.Equal(Options.Epochs, epochs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheBestEpochIsThatOfTheMonitoredMetric(bool higher)
    {
        using var folder = new TemporaryFolder();
        double[] values = higher ? [1, 3, 3, 2] : [4, 2, 2, 3]; // an equal one is no better
        int next = 0;
        TrainerOptions options = Options with { Monitor = () => new Planned(higher, () => values[next]), Patience = 2 };
        using Trainer<I2H3L3O2> trainer = TrainingCase.Create("windows", options);
        string best = "";
        TrainingResult result = trainer.Run(new OnStep(now =>
        {
            if (now.EndsEpoch)
            {
                Assert.Equal(values[next], now.Metrics[0].Validation);
                best = now.Epoch == 2 ? string.Concat(trainer.Parameters.ToTensors().Select(tensor => Convert.ToHexString(tensor.Data.Span))) : best;
                next = Math.Min(next + 1, 3);
                trainer.SaveCheckpoint(folder.File("c"));
            }
        }));
        Assert.Equal((2, 4, values[1]), (result.BestEpoch, result.Epochs, result.BestMetric));
        Assert.StartsWith(best, TrainingCase.Bits(trainer), StringComparison.Ordinal);
        using Trainer<I2H3L3O2> again = TrainingCase.Create("windows", options), other = TrainingCase.Create("windows", Options);
        again.LoadCheckpoint(folder.File("c"));
        Assert.Equal((true, values[1], TrainingCase.Bits(trainer)), (again.Finished, again.BestMetric, TrainingCase.Bits(again)));
        Assert.Contains("monitor", Assert.Throws<LstmFormatException>(() => other.LoadCheckpoint(folder.File("c"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ObserversAreToldInOrderAndOneThatThrowsStopsNothing()
    {
        var told = new List<string>();
        int steps = 0;
        using Trainer<I2H3L3O2> trainer = TrainingCase.Create("windows", Options with { Observers = [new Teller(told, "a"), new Teller(told, "b") { At = 2 }] });
        Assert.Throws<IOException>(() => trainer.Run());
        Assert.Equal(["a begins", "b begins", "a step 1", "b step 1", "a step 2"], told);
        Assert.Equal(2, trainer.Steps);
        told.Clear();
        trainer.Run(new OnStep(now => steps++));
        Assert.Equal(trainer.Steps - 2, steps);
        Assert.Equal("a step 3", told[2]);
        Assert.Equal(["a ends", "b ends"], told[^2..]);
        Assert.Equal(2 * Options.Epochs, told.Count(line => line.Contains("epoch", StringComparison.Ordinal)));
        using Trainer<I2H3L3O2> plain = TrainingCase.Create("windows", Options);
        plain.Run();
        Assert.Equal(TrainingCase.Bits(plain), TrainingCase.Bits(trainer));
    }

    [Fact]
    public void ASearchForALearningRateRisesUntilTheLossGrows()
    {
        (LstmBatches training, _) = TrainingCase.Data("windows");
        TrainerOptions options = Options with { Epochs = 1_000, Optimizer = trainables => new Sgd(trainables, new SgdOptions { LearningRate = 0.1f }), ClipNorm = null, ClipValue = null, Loss = LstmLoss.MeanSquared };
        LearningRateSearch search = LearningRateFinder.Run(
            schedule => new Trainer<I2H3L3O2>(training, options with { Schedule = () => schedule }), steps: 120, lowest: 1e-3f, highest: 1e3f, TestContext.Current.CancellationToken);
        Assert.InRange(search.Points.Count, 20, 119);
        Assert.Equal(1e-3f, search.Points[0].LearningRate);
        Assert.All(search.Points.Skip(1).Zip(search.Points), pair => Assert.Equal(Math.Pow(1e6, 1 / 119.0), pair.First.LearningRate / pair.Second.LearningRate, 1e-4));
        Assert.InRange(search.Steepest!.Value, 0.003f, 20);
        Assert.InRange(search.TenthOfLeast!.Value, 0.003f, 20);
        Assert.Throws<ArgumentException>(() => LearningRateFinder.Run(_ => new Trainer<I2H3L3O2>(training, options), cancellationToken: TestContext.Current.CancellationToken));
    }

    private sealed class Planned(bool higher, Func<double> value) : LstmMetric
    {
        public override string Name => "planned";

        public override bool HigherIsBetter => higher;

        public override double Value => value();

        public override void Reset()
        {
        }

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize)
        {
        }
    }

    private sealed class Teller(List<string> told, string name) : ITrainingObserver
    {
        public int At { get; init; }

        public void Begin(Trainer trainer) => told.Add($"{name} begins");

        public void Step(Trainer trainer, in TrainingProgress progress)
        {
            if (progress.Step == At)
            {
                throw new IOException("planned");
            }

            told.Add($"{name} step {progress.Step}");
        }

        public void Epoch(Trainer trainer, in TrainingProgress progress) => told.Add($"{name} epoch {progress.Epoch}");

        public void End(Trainer trainer, TrainingResult result) => told.Add($"{name} ends");
    }
}
