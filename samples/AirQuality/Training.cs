using LstmGen.Training;

namespace LstmGen.Samples.AirQuality;

/// <summary>Trains on the older five sixths of the hours; the rest decides when to stop, and how wide intervals are.</summary>
internal static class Training
{
    private const int WindowHours = 192;
    private const int WarmUp = 24; // hours that a window's state takes to settle; they do not count

    public static (Forecaster Forecaster, LstmParameters Parameters) Run(Hours hours, SampleRun run, LstmNumbers numbers)
    {
        SeriesSplit split = SeriesSplit.InOrder(hours.Count, validation: 1 / 6.0, test: 0, gap: Forecaster.Horizons[^1]);
        int width = Hours.Names.Length;
        float[] inputs = [.. hours.Columns], changes = Changes(hours);
        SeriesScaler scaler = SeriesScaler.Standard(inputs, width, split.Training);
        SeriesScaler step = SeriesScaler.Standard(changes, Forecaster.Horizons.Length, split.Training);
        step = new SeriesScaler(new float[step.Columns], step.Scale); // a change of 0 stays 0
        scaler.Transform(inputs, inputs);
        SeriesMissing.Fill(inputs, width);
        step.Transform(changes, changes);

        var options = new SeriesWindowOptions
        {
            Steps = WindowHours, ScoredSteps = WindowHours - WarmUp, Stride = WindowHours / 4, Batch = 32,
            Horizon = 0, // the changes of an hour lie in its own row
            MissingTargets = true,
        };
        SeriesWindows Windows(SeriesPart part, int stride) => new(inputs, width, changes, step.Columns, part, options with { Stride = stride });
        SeriesWindows training = Windows(split.Training, WindowHours / 4);
        using var trainer = new Trainer<Pm25>(
            training,
            new TrainerOptions
            {
                Loss = SeriesMissing.Skip(LstmLoss.Quantile(Forecaster.Quantiles)),
                Optimizer = trainables => new AdamW(trainables, new AdamOptions { WeightDecay = 0.1 }),
                Schedule = () => LstmSchedule.WarmUp(30, LstmSchedule.Cosine(0.003f, (long)run.Epochs * training.Count)),
                ClipNorm = 1,
                Dropout = 0.5f,
                LockedDropout = true,
                RecurrentDropout = 0.4f,
                Epochs = run.Epochs,
                Patience = 15,
                Seed = (ulong)run.Seed,
                Threads = run.Threads,
            },
            Windows(split.Validation, WindowHours - WarmUp));
        run.Train(bar => trainer.Train(bar, run.Cancellation));

        // How far the quantiles were off on the hours that were not trained on says how far the bounds must be moved.
        var weights = LstmWeights.From(trainer.Parameters);
        var quantiles = new Forecaster(weights, scaler, step, [.. Forecaster.Horizons.Select(_ => new ConformalInterval(Forecaster.Coverage, 0))], numbers);
        Forecast[][] forecasts = quantiles.Run(hours);
        ConformalInterval[] intervals = [.. forecasts.Select((of, at) => Scores.Calibrate(of, hours.Pm, Forecaster.Horizons[at], split.Validation))];
        return (new Forecaster(weights, scaler, step, intervals, numbers), trainer.Parameters);
    }

    /// <summary>How much PM2.5 changes until each horizon [T, horizons], NaN unless both hours were read.</summary>
    private static float[] Changes(Hours hours)
    {
        float[] pm = hours.Pm;
        return
        [
            .. Enumerable.Range(0, pm.Length).SelectMany(hour => Forecaster.Horizons.Select(ahead => hour + ahead < pm.Length ? pm[hour + ahead] - pm[hour] : float.NaN)),
        ];
    }
}
