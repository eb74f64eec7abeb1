namespace LstmGen.Training;

/// <summary>
/// Trains a generated class: owns its parameters and runs epochs of mini-batches, validation, early stopping and checkpoints. Trained by one thread
/// at a time; snapshots, checkpoints and <see cref="Trainer.Dispose"/> may come from others, which wait for the step that runs. The models it gives
/// are independent of it.
/// </summary>
/// <inheritdoc/>
/// <typeparam name="TModel">A class marked with <see cref="LstmModelAttribute"/> or <see cref="LstmNetworkAttribute"/>.</typeparam>
public sealed class Trainer<TModel> : Trainer
    where TModel : class, ILstmTrainable<TModel>
{
    private readonly LstmParameters _parameters;

    /// <summary>A trainer at the start of its first epoch.</summary>
    /// <param name="training">What to train on.</param>
    /// <param name="options">How.</param>
    /// <param name="validation">What tells how good the weights are after each epoch, in batches of as many sequences; null: nothing.</param>
    /// <param name="weights">The initial weights; null: <see cref="LstmWeights.Random(ulong)"/> of the seed.</param>
    /// <exception cref="ArgumentException">
    /// Sizes or targets of the data do not fit the model or the loss, or an option is out of range, or the checkpoint cannot be written.
    /// </exception>
    /// <exception cref="LstmFormatException">The weights do not fit the model.</exception>
    public Trainer(LstmBatches training, TrainerOptions options, LstmBatches? validation = null, LstmWeights? weights = null)
        : base(Open(training, options, validation, weights, out LstmParameters parameters), options)
        => _parameters = parameters;

    /// <summary>The present weights in PyTorch's layout; they change with every step.</summary>
    public LstmParameters Parameters => _parameters;

    /// <summary>A model of the present weights, or of their average where one is kept (<see cref="TrainerOptions.AverageDecay"/>), which never changes.</summary>
    public TModel Snapshot() => Read(() => TModel.Create(new LstmWeightsFromParameters(_parameters)));

    /// <summary>A copy of the present weights, or of their average where one is kept (<see cref="TrainerOptions.AverageDecay"/>).</summary>
    public LstmParameters CopyParameters() => Read(() => LstmWeights.From(_parameters).Bind(TModel.Shape));

    /// <summary>A model of the weights of the epoch with the smallest validation loss.</summary>
    /// <exception cref="InvalidOperationException">No epoch has been validated.</exception>
    public TModel SnapshotBest() => TModel.Create(new LstmWeightsFromParameters(BestParameters()));

    /// <summary>A copy of the weights of the epoch with the smallest validation loss.</summary>
    /// <exception cref="InvalidOperationException">No epoch has been validated.</exception>
    public LstmParameters BestParameters() => CopyBest(TModel.Shape);

    private static TrainedWith Open(
        LstmBatches training, TrainerOptions options, LstmBatches? validation, LstmWeights? weights, out LstmParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        options.Check(validation is not null);
        LstmLoss loss = options.Loss ?? throw new ArgumentException("Loss is not set; what is made small was expected.", nameof(options));
        int steps = Math.Max(training.Steps, validation?.Steps ?? 1);
        if ((Int128)TModel.Shape.OutputSteps(steps) * training.Batch * TModel.Shape.OutputSize > Array.MaxLength)
        {
            throw new ArgumentException(
                $"A batch of {training.Batch} sequences, {steps} steps and {TModel.Shape.OutputSize} outputs is too large; at most {Array.MaxLength} floats are possible.",
                nameof(training));
        }

        TrainingData read = TrainingData.OfClass(training, nameof(training), TModel.Shape, loss, training.Batch, steps);
        TrainingData? validated = validation is null ? null : TrainingData.OfClass(validation, nameof(validation), TModel.Shape, loss, training.Batch, steps);
        parameters = (weights ?? LstmWeights.Random(options.Seed)).Bind(TModel.Shape);
        LstmTape tape = TModel.CreateTape(
            parameters,
            new LstmTapeOptions
            {
                Batch = training.Batch,
                Steps = steps,
                Threads = options.Threads,
                Dropout = options.Dropout,
                RecurrentDropout = options.RecurrentDropout,
                RecurrentWeightDropout = options.RecurrentWeightDropout,
                InputDropout = options.InputDropout,
                LockedDropout = options.LockedDropout,
                Seed = options.Seed,
                KernelSet = options.KernelSet,
            });
        return new TrainedWith(new TrainedClass(tape, loss), read, validated);
    }
}
