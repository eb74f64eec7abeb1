using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.Quickstart;

/// <summary>A trained model and the scaling that belongs to it: trained, saved, loaded, used.</summary>
internal sealed record Forecaster<TModel>(TModel Model, LstmParameters Parameters, SeriesScaler InputScaler, SeriesScaler TargetScaler)
    where TModel : class, ILstmTrainable<TModel>, ILstmStreamingModel<TModel>
{
    /// <summary>Trains on the training rows until the loss on the validation rows no longer falls.</summary>
    /// <param name="problem">The series.</param>
    /// <param name="learningRate">That of the first steps.</param>
    /// <param name="batches">About how many batches to train on, unless it stops earlier: a short series is passed over more often.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellation">Ends training; the best weights so far are kept.</param>
    public static (Forecaster<TModel> Forecaster, double Loss) Train(
        Problem problem, float learningRate, int batches, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        // Scaling is fitted on the training rows alone.
        SeriesPart rows = problem.Split.Training;
        SeriesScaler inputScaler = SeriesScaler.Standard(problem.Inputs, problem.Features, rows);
        SeriesScaler targetScaler = SeriesScaler.Standard(problem.Targets, 1, rows);
        float[] inputs = Scaled(inputScaler, problem.Inputs), targets = Scaled(targetScaler, problem.Targets);

        // Windows of up to 150 rows; the loss counts once the first fifth has warmed the state. Targets lie in the row itself: horizon 0.
        int steps = Math.Clamp(problem.Split.Validation.Count / 2, 8, 150), warmUp = steps / 5;
        var windows = new SeriesWindowOptions { Steps = steps, ScoredSteps = steps - warmUp, Stride = Math.Max(1, steps / 15), Horizon = 0, Batch = 32 };
        var training = new SeriesWindows(inputs, problem.Features, targets, 1, rows, windows);
        var validation = new SeriesWindows(inputs, problem.Features, targets, 1, problem.Split.Validation, windows with { Stride = steps - warmUp });

        int epochs = Math.Clamp(batches / training.Count, 1, 200);
        using var trainer = new Trainer<TModel>(
            training,
            new TrainerOptions
            {
                Loss = LstmLoss.Huber(),
                Optimizer = trainables => new AdamW(trainables, new AdamOptions { WeightDecay = 0.05 }),
                Schedule = () => LstmSchedule.WarmUp(20, LstmSchedule.Cosine(learningRate, (long)epochs * training.Count)),
                ClipNorm = 1,
                Dropout = 0.3f,
                Epochs = epochs,
                Patience = Math.Max(4, epochs / 4),
                Seed = 1,
                Threads = Math.Min(Environment.ProcessorCount, 4),
            },
            validation);
        try
        {
            trainer.Train(progress, cancellation);
        }
        catch (OperationCanceledException) when (trainer.BestLoss is not null)
        {
            // What was best so far is good enough.
        }

        LstmParameters best = trainer.BestParameters();
        return (new(TModel.Create(LstmWeights.From(best)), best, inputScaler, targetScaler), trainer.BestLoss!.Value);
    }

    /// <summary>Writes weights and scaling to one file; PyTorch's load_state_dict knows the names of the weights.</summary>
    public void Save(string path)
        => SafetensorsWriter.Write(path, [.. Parameters.ToTensors(prefix: "lstm."), .. InputScaler.ToTensors("input."), .. TargetScaler.ToTensors("target.")]);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Forecaster<TModel> Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        LstmWeights weights = LstmWeights.From(file, prefix: "lstm.");
        return new(TModel.Create(weights), weights.Bind(TModel.Shape), SeriesScaler.From(file, "input."), SeriesScaler.From(file, "target."));
    }

    /// <summary>The forecast of every row [T], streaming: one row after the other, as they would arrive.</summary>
    public double[] Forecast(Problem problem)
    {
        LstmState state = Model.CreateState();
        float[] input = new float[problem.Features], output = new float[1];
        return [.. Enumerable.Range(0, problem.Targets.Length).Select(t =>
        {
            InputScaler.Transform(problem.Inputs.AsSpan(t * problem.Features, problem.Features), input);
            Model.Step(input, state, output);
            return problem.Forecast(t, TargetScaler.Inverse(0, output[0]));
        })];
    }

    public float[] ScaledInputs(Problem problem) => Scaled(InputScaler, problem.Inputs);

    private static float[] Scaled(SeriesScaler scaler, float[] values)
    {
        var scaled = new float[values.Length];
        scaler.Transform(values, scaled);
        return scaled;
    }
}
