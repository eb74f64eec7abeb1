using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>How training ends: early, by cancellation, or because something is not finite; and which weights it leaves.</summary>
public sealed class StoppingTests
{
    [Fact]
    public void EarlyStoppingPutsTheBestWeightsBack()
    {
        // What is validated is the negative of what is trained: the better it fits, the worse it gets.
        float[] series = [.. Enumerable.Range(0, 400).Select(n => n % 2 == 0 ? 0.5f : 1f)], opposite = [.. series.Select(value => -value)];
        var options = new SeriesWindowOptions { Steps = 8, Batch = 8, Stride = 4, TargetColumns = [0] };
        using var trainer = new Trainer<I2H12O1Full>(
            new SeriesWindows(series, 2, SeriesPart.All(200), options),
            new TrainerOptions { Loss = LstmLoss.MeanSquared, Epochs = 50, Patience = 3, Seed = 4, Optimizer = t => new Adam(t, new() { LearningRate = 0.003f }) },
            new SeriesWindows(opposite, 2, SeriesPart.All(200), options));
        var bits = new List<string>();
        var losses = new List<double>();
        TrainingResult result = trainer.Run(new OnStep(now =>
        {
            if (now.EndsEpoch)
            {
                bits.Add(TrainingCase.Bits(trainer));
                losses.Add(now.ValidationLoss!.Value);
            }
        }));

        Assert.True(result.StoppedEarly && trainer.Finished);
        Assert.Equal(losses.IndexOf(losses.Min()) + 1, result.BestEpoch);
        Assert.Equal(result.BestEpoch + 3, result.Epochs);
        Assert.Equal(losses.Count, result.Epochs);
        Assert.Equal(losses.Min(), result.BestLoss);
        Assert.Equal(bits[result.BestEpoch!.Value - 1], TrainingCase.Bits(trainer));
        Assert.NotEqual(bits[^2], TrainingCase.Bits(trainer));
        Assert.Throws<InvalidOperationException>(() => trainer.Step());
    }

    [Fact]
    public void TheBestWeightsCanBeHadBeforeTheEnd()
    {
        using Trainer<I2H3L3O2> trainer = TrainingCase.Create("windows");
        Assert.Throws<InvalidOperationException>(() => trainer.SnapshotBest());
        (float[] Outputs, double Loss)? best = null;
        trainer.Run(new OnStep(now =>
        {
            if (now.EndsEpoch)
            {
                best = now.ValidationLoss == now.BestLoss ? (Outputs(trainer.Snapshot()), now.BestLoss!.Value) : best;
                Assert.Equal(best!.Value.Outputs, Outputs(trainer.SnapshotBest()));
            }
        }));
    }

    [Theory]
    [MemberData(nameof(TrainingCase.Modes), MemberType = typeof(TrainingCase))]
    public void CancellationLeavesTheWeightsOfTheLastStepAndTrainingCanGoOn(string mode)
    {
        using Trainer<I2H3L3O2> whole = TrainingCase.Create(mode), cancelled = TrainingCase.Create(mode);
        whole.Run();
        for (int stop = 2; !cancelled.Finished; stop += 3)
        {
            using var source = new CancellationTokenSource();
            string last = "";
            try
            {
                cancelled.Train(
                    new OnStep(now =>
                    {
                        last = TrainingCase.Bits(cancelled);
                        if (now.Step == stop)
                        {
                            source.Cancel();
                        }
                    }),
                    source.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(stop, cancelled.Steps);
            }

            Assert.Equal(last, TrainingCase.Bits(cancelled));
        }

        Assert.Equal(TrainingCase.Bits(whole), TrainingCase.Bits(cancelled));
    }

    [Fact]
    public void AnInputThatIsNotFiniteStopsAtTheLossAndLeavesTheWeightsBeforeTheStep()
    {
        float[][] inputs = [.. Enumerable.Range(0, 6).Select(n => new float[] { n, 1, n, 2 })];
        using var trainer = new Trainer<I2H12O1Full>(
            new LstmSequences([.. inputs.Select(values => new LstmSequence(values, new float[] { 1 }))], batch: 1, inputSize: 2, targetSize: 1),
            new TrainerOptions { Loss = LstmLoss.MeanSquared, Optimizer = t => new Sgd(t, new SgdOptions { LearningRate = 0.125f }) });
        inputs[5][3] = float.NaN; // after the data were checked
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Run());
        Assert.Equal((trainer.Steps + 1, "the loss", 0.125f), (error.Step, error.What, error.LearningRate));
        Assert.Equal(
            $"Training stopped at step {error.Step}: the loss is NaN (the input of sequence 5, step 1, column 1 is NaN); finite values were expected. The learning rate is 0.125.",
            error.Message);
        Assert.True(Outputs(trainer.Snapshot()).All(float.IsFinite));
    }

    [Fact]
    public void AValidationLossThatIsNotFiniteStopsAfterTheEpoch()
    {
        float[] inputs = [1, 1];
        LstmSequences Data(float[] values) => new([new(values, new float[] { 1 })], batch: 1, inputSize: 2, targetSize: 1);
        using var trainer = new Trainer<I2H12O1Full>(Data([1, 1]), new TrainerOptions { Loss = LstmLoss.MeanSquared }, Data(inputs));
        inputs[1] = float.NaN;
        string good = TrainingCase.Bits(trainer);
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Run());
        Assert.Equal((1, "the validation loss"), (error.Step, error.What));
        Assert.StartsWith("Training stopped at step 1: the validation loss is NaN (the input of sequence 0, step 0, column 1 is NaN); ", error.Message);
        Assert.Equal(good, TrainingCase.Bits(trainer));
        Assert.Null(trainer.BestLoss);
        Assert.Throws<InvalidOperationException>(() => trainer.Step());
    }

    [Theory]
    [InlineData(1, float.NaN)]
    [InlineData(2, float.PositiveInfinity)]
    [InlineData(4, float.NaN)]
    public void AGradientThatIsNotFiniteIsNamedAndTheLastGoodWeightsAreBack(int step, float value)
    {
        int calls = 0;
        var loss = new Interceptor(LstmLoss.MeanSquared, gradients => gradients[^1] = ++calls == step ? value : gradients[^1]);
        using Trainer<I2H3L3O2> trainer = Descending(loss, 0.25f);
        string good = TrainingCase.Bits(trainer), last = good;
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Run(new OnStep(_ => (good, last) = (last, TrainingCase.Bits(trainer)))));
        Assert.Equal((step, "the gradient of weight_ih_l0", 0.25f), (error.Step, error.What, error.LearningRate));
        Assert.Matches($"^Training stopped at step {step}: the gradient of weight_ih_l0 holds (NaN|Infinity|-Infinity) at index [0-9]+; ", error.Message);
        Assert.Equal(good, TrainingCase.Bits(trainer));
    }

    [Fact]
    public void AWeightThatOverflowsIsNamedAndTheWeightsBeforeTheStepAreBack()
    {
        using Trainer<I2H3L3O2> trainer = Descending(new Interceptor(LstmLoss.MeanSquared, gradients => gradients.Fill(1e8f)), 1e38f);
        string good = TrainingCase.Bits(trainer);
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Run());
        Assert.Equal((1, 1e38f), (error.Step, error.LearningRate));
        Assert.Matches("^(weight|bias|head)", error.What);
        Assert.Equal(good, TrainingCase.Bits(trainer));
    }

    [Fact]
    public void AfterAnErrorOnlyACheckpointGoesOn()
    {
        using var folder = new TemporaryFolder();
        int calls = 0;
        var loss = new Interceptor(LstmLoss.MeanSquared, gradients => gradients[^1] = ++calls == 3 ? float.NaN : gradients[^1]);
        using Trainer<I2H3L3O2> trainer = Descending(loss, 0.25f), sound = Descending(LstmLoss.MeanSquared, 0.25f);
        trainer.Step();
        trainer.SaveCheckpoint(folder.File("c"));
        trainer.Step();
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Step());
        Assert.Contains(error.Message, Assert.Throws<InvalidOperationException>(() => trainer.Step()).Message);
        Assert.Contains(error.Message, Assert.Throws<InvalidOperationException>(() => trainer.SaveCheckpoint(folder.File("d"))).Message);
        Assert.Equal(["c"], folder.Names());

        trainer.LoadCheckpoint(folder.File("c"));
        Assert.Equal(sound.Run(), trainer.Run());
        Assert.Equal(TrainingCase.Bits(sound), TrainingCase.Bits(trainer));
    }

    private static Trainer<I2H3L3O2> Descending(LstmLoss loss, float learningRate)
        => new(
            new SeriesWindows(TrainingCase.Series(100), 2, SeriesPart.All(100), new SeriesWindowOptions { Steps = 8, Batch = 4, Stride = 4 }),
            new TrainerOptions { Loss = loss, Optimizer = t => new Sgd(t, new SgdOptions { LearningRate = learningRate }), Epochs = 2 });

    private static float[] Outputs(I2H3L3O2 model)
    {
        var outputs = new float[20];
        model.Run(TrainingCase.Series(10), model.CreateState(), outputs);
        return outputs;
    }

    private static float[] Outputs(I2H12O1Full model)
    {
        var outputs = new float[10];
        model.Run(TrainingCase.Series(10), model.CreateState(), outputs);
        return outputs;
    }

    private sealed class Interceptor(LstmLoss inner, Action<Span<float>> change) : LstmLoss
    {
        public override int TargetSize(int outputSize) => inner.TargetSize(outputSize);

        public override double Evaluate(
            ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize, Span<float> gradients)
        {
            double loss = inner.Evaluate(outputs, targets, mask, outputSize, gradients);
            change(gradients);
            return loss;
        }
    }
}
