using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>The loop does what it says: against steps written out by hand, and on a series that can be learnt.</summary>
public sealed class LoopTests
{
    [Fact]
    public void TheLoopIsTheseStepsAndNoOthers()
    {
        float[] series = TrainingCase.Series(120);
        var windows = new SeriesWindowOptions { Steps = 6, Batch = 4, Stride = 5, TargetColumns = [0] };
        var data = new SeriesWindows(series, 2, SeriesPart.All(120), windows);
        var options = new TrainerOptions
        {
            Loss = LstmLoss.MeanSquared,
            Optimizer = trainables => new RmsProp(trainables, new RmsPropOptions { Momentum = 0.5 }),
            Schedule = () => LstmSchedule.Cosine(0.01f, 12),
            ClipNorm = 0.2f,
            ClipValue = 0.05f,
            Epochs = 2,
        };
        using var trainer = new Trainer<I2H12O1Full>(data, options, weights: LstmWeights.Random(3));
        var losses = new List<double>();
        trainer.Run(new OnStep(now => losses.Add(now.Loss)));

        LstmParameters parameters = LstmWeights.Random(3).Bind(I2H12O1Full.Shape);
        using LstmTape tape = I2H12O1Full.CreateTape(parameters, new LstmTapeOptions { Batch = 4, Steps = 6 });
        var optimizer = new RmsProp(tape.Trainables, new RmsPropOptions { Momentum = 0.5 });
        float[] inputs = new float[6 * 4 * 2], targets = new float[6 * 4], mask = new float[6 * 4], outputs = new float[6 * 4], gradients = new float[6 * 4];
        int step = 0;
        List<int[]> orders = Orders(data, epochs: 2);
        Assert.NotEqual(orders[0], orders[1]);
        foreach (int[] order in orders)
        {
            foreach (int[] batch in order.Chunk(4))
            {
                int[] lengths = [.. Enumerable.Range(0, 4).Select(row => row < batch.Length ? 6 : 0)];
                for (int index = 0; index < 6 * 4; index++)
                {
                    (int time, int row) = (index / 4, index % 4);
                    mask[index] = row < batch.Length ? 1 : 0;
                    int at = row < batch.Length ? (5 * batch[row]) + time : 0;
                    series.AsSpan(2 * at, 2).CopyTo(inputs.AsSpan(2 * index));
                    targets[index] = series[2 * (at + 1)];
                }

                LstmState state = tape.CreateState();
                tape.Forward(inputs, lengths, state, outputs);
                double loss = options.Loss.Evaluate(outputs, targets, mask, 1, gradients);
                Assert.Equal(loss, losses[step]);
                tape.Backward(gradients);
                LstmClipping.ByGlobalNorm(tape.Trainables, 0.2f);
                LstmClipping.ByValue(tape.Trainables, 0.05f);
                optimizer.LearningRate = LstmSchedule.Cosine(0.01f, 12).LearningRate(step++);
                optimizer.Step();
            }
        }

        Assert.Equal(step, losses.Count);
        Assert.Equal(parameters.ToTensors().SelectMany(tensor => tensor.ToFloats()), trainer.Parameters.ToTensors().SelectMany(tensor => tensor.ToFloats()));
    }

    [Fact]
    public void AStreamCarriesItsStateFromChunkToChunkAndBeginsEachEpochAnew()
    {
        float[] series = TrainingCase.Series(85); // 84 positions in 4 streams of 21: chunks of 8, 8 and 5 steps
        var options = new TrainerOptions { Loss = LstmLoss.MeanSquared, Optimizer = t => new Sgd(t, new SgdOptions { LearningRate = 0.1f }), Epochs = 2 };
        using var trainer = new Trainer<I2H3L3O2>(
            new SeriesStream(series, 2, SeriesPart.All(85), new SeriesWindowOptions { Steps = 8, Batch = 4 }), options, weights: LstmWeights.Random(3));
        var losses = new List<double>();
        trainer.Run(new OnStep(now => losses.Add(now.Loss)));

        LstmParameters parameters = LstmWeights.Random(3).Bind(I2H3L3O2.Shape);
        using LstmTape tape = I2H3L3O2.CreateTape(parameters, new LstmTapeOptions { Batch = 4, Steps = 8 });
        var optimizer = new Sgd(tape.Trainables, new SgdOptions { LearningRate = 0.1f });
        var expected = new List<double>();
        for (int epoch = 0; epoch < 2; epoch++)
        {
            LstmState state = tape.CreateState();
            for (int start = 0; start < 21; start += 8)
            {
                int steps = Math.Min(8, 21 - start);
                int[] rows = [.. Enumerable.Range(0, steps * 4).Select(index => (21 * (index % 4)) + start + (index / 4))];
                float[] inputs = [.. rows.SelectMany(row => series[(2 * row)..((2 * row) + 2)])], targets = [.. rows.SelectMany(row => series[((2 * row) + 2)..((2 * row) + 4)])];
                float[] outputs = new float[inputs.Length], gradients = new float[inputs.Length];
                tape.Forward(inputs, state, outputs);
                expected.Add(options.Loss.Evaluate(outputs, targets, default, 2, gradients));
                tape.Backward(gradients);
                optimizer.Step();
            }
        }

        Assert.Equal(expected, losses);
        Assert.Equal(parameters.ToTensors().SelectMany(tensor => tensor.ToFloats()), trainer.Parameters.ToTensors().SelectMany(tensor => tensor.ToFloats()));
    }

    [Fact]
    public void ASeriesIsLearnt()
    {
        float[] series = [.. Enumerable.Range(0, 1200).Select(n => n % 2 == 0 ? MathF.Sin(n * 0.15f) : 0)];
        SeriesSplit split = SeriesSplit.InOrder(600, 0.2, 0.2);
        var windows = new SeriesWindowOptions { Steps = 20, Batch = 16, Stride = 3, TargetColumns = [0], ScoredSteps = 10 };
        using var trainer = new Trainer<I2H12O1Full>(
            new SeriesWindows(series, 2, split.Training, windows),
            new TrainerOptions { Loss = LstmLoss.MeanSquared, Optimizer = t => new Adam(t, new AdamOptions { LearningRate = 0.02f }), Epochs = 40, ClipNorm = 1 },
            new SeriesWindows(series, 2, split.Validation, windows));
        var test = new SeriesWindows(series, 2, split.Test, windows);
        double before = trainer.Evaluate(test);
        TrainingResult result = trainer.Run();
        double after = trainer.Evaluate(test);
        Assert.True(before > 0.3, $"before {before}");
        Assert.True(after < 0.005, $"after {after}");
        Assert.True(result.BestLoss < 0.005 && result.TrainingLoss < 0.005, $"{result}");
        Assert.Equal(result.BestLoss, trainer.Evaluate(new SeriesWindows(series, 2, split.Validation, windows)));
    }

    [Theory]
    [MemberData(nameof(TrainingCase.Modes), MemberType = typeof(TrainingCase))]
    public void AnEvaluationIsThatOfTheModelAndChangesNothing(string mode)
    {
        using Trainer<I2H3L3O2> trainer = TrainingCase.Create(mode), other = TrainingCase.Create(mode);
        for (int step = 0; step < 7; step++)
        {
            (TrainingProgress a, TrainingProgress b) = (trainer.Step(), other.Step());
            Assert.Equal(b, a);
            LstmBatches data = DataOf(mode);
            double loss = trainer.Evaluate(data);
            Assert.Equal(loss, trainer.Evaluate(data));
            Assert.Equal(ByModel(trainer.Snapshot(), data), loss, 1e-6);
        }
    }

    [Fact]
    public void EvaluatingTheTrainingDataLeavesTheirOrder()
    {
        float[] series = TrainingCase.Series(200);
        var windows = new SeriesWindowOptions { Steps = 5, Batch = 4, Stride = 3 };
        var data = new SeriesWindows(series, 2, SeriesPart.All(200), windows);
        var same = new SeriesWindows(series, 2, SeriesPart.All(200), windows);
        using var trainer = new Trainer<I2H3L3O2>(data, TrainingCase.Options);
        using var other = new Trainer<I2H3L3O2>(same, TrainingCase.Options);
        for (int step = 0; step < 5; step++)
        {
            trainer.Evaluate(data);
            Assert.Equal(other.Step(), trainer.Step());
        }
    }

    /// <summary>The order of the examples in each epoch: that of any data of as many examples, as the seed is the same.</summary>
    private static List<int[]> Orders(SeriesWindows data, int epochs)
    {
        var orders = new List<int[]>();
        using var again = new Trainer<I2H12O1Full>(new Recorder(data, orders), new TrainerOptions { Loss = LstmLoss.MeanSquared, Epochs = epochs });
        again.Run();
        return orders;
    }

    private static LstmBatches DataOf(string mode)
    {
        float[] series = TrainingCase.Series(60);
        var options = new SeriesWindowOptions { Steps = 9, Batch = 5 };
        return mode == "stream" ? new SeriesStream(series, 2, SeriesPart.All(60), options) : new SeriesWindows(series, 2, SeriesPart.All(60), options with { Stride = 4 });
    }

    /// <summary>The loss by the model's Run, over all batches at once.</summary>
    private static double ByModel(I2H3L3O2 model, LstmBatches data)
    {
        double sum = 0;
        int count = 0;
        LstmState state = model.CreateState(data.Batch);
        var batch = new LstmBatch(data);
        for (int index = 0; index < data.Count; index++)
        {
            batch.Read(data, index);
            if (!data.CarriesState)
            {
                state.Reset();
            }

            var outputs = new float[batch.Targets.Length];
            model.Run(batch.Inputs, batch.Lengths, state, outputs);
            for (int at = 0; at < outputs.Length; at++)
            {
                if (at / 2 / data.Batch < batch.Lengths[at / 2 % data.Batch])
                {
                    double error = Math.Abs((double)outputs[at] - batch.Targets[at]);
                    sum += error <= 0.5 ? error * error / 2 : 0.5 * (error - 0.25);
                    count++;
                }
            }
        }

        return sum / count;
    }

    private sealed class Recorder(SeriesWindows data, List<int[]> orders) : LstmExamples(data.Examples, data.Batch, data.Steps, data.InputSize, data.TargetSize)
    {
        private readonly List<int> _order = [];

        protected override void FillRow(int example, int row, LstmBatch batch)
        {
            batch.Inputs.Clear();
            batch.Targets.Clear();
            _order.Add(example);
            if (_order.Count == Examples)
            {
                orders.Add([.. _order]);
                _order.Clear();
            }
        }
    }
}
