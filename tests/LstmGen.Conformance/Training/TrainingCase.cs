using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>Small trainings in which everything random, carried or adaptive is at work, so that what a run forgets shows.</summary>
internal static class TrainingCase
{
    /// <summary>The ways data come.</summary>
    public static TheoryData<string> Modes => ["windows", "stream", "sequences"];

    internal static TrainerOptions Options { get; } = new()
    {
        Loss = LstmLoss.Huber(0.5f),
        Optimizer = trainables => new AdamW(trainables, new AdamOptions { WeightDecay = 0.02 }),
        Schedule = () => LstmSchedule.WarmUp(3, LstmSchedule.ReduceOnPlateau(0.02f, new LstmPlateauOptions { Patience = 0, Factor = 0.5, Threshold = 0.2 })),
        ClipNorm = 0.1f,
        ClipValue = 0.06f,
        Dropout = 0.25f,
        RecurrentDropout = 0.25f,
        RecurrentWeightDropout = 0.25f,
        InputDropout = 0.25f,
        Epochs = 4,
        Seed = 99,
        AverageDecay = 0.8f,
        AccumulateBatches = 2,
    };

    /// <summary>Two inputs and two targets, as <see cref="I2H3L3O2"/> has.</summary>
    internal static Trainer<I2H3L3O2> Create(string mode, TrainerOptions? options = null)
    {
        (LstmBatches training, LstmBatches validation) = Data(mode);
        return new Trainer<I2H3L3O2>(training, options ?? Options, validation);
    }

    /// <summary>What is trained on, and what is validated with.</summary>
    internal static (LstmBatches Training, LstmBatches Validation) Data(string mode)
    {
        float[] series = Series(300);
        SeriesSplit split = SeriesSplit.InOrder(300, 0.2, 0.1);
        var windows = new SeriesWindowOptions
        {
            Steps = 9, Batch = 5, Stride = 7, Horizon = 2, ScoredSteps = 6, Augmentation = new() { Jitter = 0.05f, Scaling = 0.1f },
        };
        var stream = new SeriesWindowOptions { Steps = 9, Batch = 5 };
        return mode switch
        {
            "windows" => (new SeriesWindows(series, 2, split.Training, windows), new SeriesWindows(series, 2, split.Validation, windows)),
            "stream" => (new SeriesStream(series, 2, split.Training, stream), new SeriesStream(series, 2, split.Validation, stream)),
            _ => (Sequences(series, split.Training), Sequences(series, split.Validation)),
        };
    }

    /// <summary>Trains to the end, or until the test is cancelled.</summary>
    internal static TrainingResult Run<TModel>(this Trainer<TModel> trainer, IProgress<TrainingProgress>? progress = null)
        where TModel : class, ILstmTrainable<TModel>
        => trainer.Train(progress, TestContext.Current.CancellationToken);

    /// <summary>Every weight and the best loss, as bits.</summary>
    internal static string Bits<TModel>(Trainer<TModel> trainer)
        where TModel : class, ILstmTrainable<TModel>
        => string.Concat(trainer.Parameters.ToTensors().Select(tensor => Convert.ToHexString(tensor.Data.Span)))
            + BitConverter.DoubleToInt64Bits(trainer.BestLoss ?? -1);

    /// <summary>A sine and a saw tooth with noise, [rows, 2].</summary>
    internal static float[] Series(int rows)
        => [.. Enumerable.Range(0, 2 * rows).Select(n => (n % 2 == 0 ? MathF.Sin(n * 0.1f) : (n % 31 / 15f) - 1) + (0.1f * ((n * 7919 % 101 / 50f) - 1)))];

    private static LstmSequences Sequences(float[] series, SeriesPart part)
    {
        var list = new List<LstmSequence>();
        for (int row = part.Start; row + 13 < part.End; row += 11)
        {
            int length = 1 + (row * 5 % 12);
            int from = row % 3 == 0 ? length : 1; // one target for the last step, or one for each
            list.Add(new(series.AsMemory(2 * row, 2 * length), series.AsMemory(2 * (row + from), 2 * (length + 1 - from))));
        }

        return new LstmSequences(list, batch: 5, inputSize: 2, targetSize: 2);
    }
}

/// <summary>Tells of each step at once, on the thread that trains.</summary>
internal sealed class OnStep(Action<TrainingProgress> action) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => action(value);
}
