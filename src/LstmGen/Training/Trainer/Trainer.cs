namespace LstmGen.Training;

/// <summary>
/// Trains a model: owns its parameters and runs epochs of mini-batches, validation, early stopping and checkpoints. Trained by one thread
/// at a time; snapshots, checkpoints and <see cref="Dispose"/> may come from others, which wait for the step that runs. The models it gives
/// are independent of it.
/// </summary>
/// <remarks>
/// What is trained is a function of the weights, the data and the options alone: the same bits for any number of threads, any kernel
/// set and processor, and for training that stopped and went on from a checkpoint. A step allocates nothing.
/// What a user's data, loss, progress or disk throw reaches the caller and leaves everything as it was: the same call goes on.
/// </remarks>
/// <typeparam name="TModel">A class marked with <see cref="LstmModelAttribute"/> or <see cref="LstmNetworkAttribute"/>.</typeparam>
public sealed partial class Trainer<TModel> : IDisposable
    where TModel : class, ILstmTrainable<TModel>
{
    private readonly Lock _gate = new();
    private readonly TrainerOptions _options;
    private readonly TrainingData _training;
    private readonly TrainingData? _validation;
    private readonly LstmParameters _parameters;
    private readonly TrainingStep _step;
    private readonly WeightsCopy _best;
    private TrainingPosition _at = new();
    private TrainingProgress? _unreported;

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
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (validation is null && options.Patience is not null)
        {
            throw new ArgumentException("Patience is set without validation data: there is nothing to wait for.", nameof(options));
        }

        _options = options;
        int steps = Math.Max(training.Steps, validation?.Steps ?? 1);
        if ((Int128)TModel.Shape.OutputSteps(steps) * training.Batch * TModel.Shape.OutputSize > Array.MaxLength)
        {
            throw new ArgumentException(
                $"A batch of {training.Batch} sequences, {steps} steps and {TModel.Shape.OutputSize} outputs is too large; at most {Array.MaxLength} floats are possible.",
                nameof(training));
        }

        _training = new TrainingData(training, nameof(training), TModel.Shape, options.Loss, training.Batch, steps);
        _validation = validation is null ? null : new TrainingData(validation, nameof(validation), TModel.Shape, options.Loss, training.Batch, steps);
        _parameters = (weights ?? LstmWeights.Random(options.Seed)).Bind(TModel.Shape);
        LstmTape tape = TModel.CreateTape(
            _parameters,
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
        try
        {
            _step = new TrainingStep(tape, options);
            _best = new WeightsCopy(tape.Trainables);
        }
        catch
        {
            tape.Dispose(); // its threads run already
            throw;
        }
    }

    /// <summary>Epochs completed.</summary>
    public int Epoch => _at.Epoch;

    /// <summary>Steps completed.</summary>
    public long Steps => _at.Step;

    /// <summary>
    /// Whether training is over: the epochs are used up or the validation loss has not fallen for as many as <see cref="TrainerOptions.Patience"/>
    /// says. With validation data the weights are then those of the best epoch.
    /// </summary>
    public bool Finished => _at.UsedUp(_options) || _at.OutOfPatience(_options);

    /// <summary>The smallest validation loss; null before the first.</summary>
    public double? BestLoss => _at.BestEpoch > 0 ? _at.BestLoss : null;

    /// <summary>The optimiser, with the learning rate of the last step.</summary>
    public LstmOptimizer Optimizer => _step.Optimizer;

    /// <summary>The present weights in PyTorch's layout; they change with every step.</summary>
    public LstmParameters Parameters => _parameters;

    /// <summary>A model of the present weights, which never changes.</summary>
    public TModel Snapshot()
    {
        lock (_gate)
        {
            return TModel.Create(new LstmWeightsFromParameters(_parameters));
        }
    }

    /// <summary>A model of the weights of the epoch with the smallest validation loss.</summary>
    /// <exception cref="InvalidOperationException">No epoch has been validated.</exception>
    public TModel SnapshotBest() => TModel.Create(new LstmWeightsFromParameters(BestParameters()));

    /// <summary>A copy of the weights of the epoch with the smallest validation loss.</summary>
    /// <exception cref="InvalidOperationException">No epoch has been validated.</exception>
    public LstmParameters BestParameters()
    {
        lock (_gate)
        {
            return _at.BestEpoch > 0
                ? _best.ToParameters(TModel.Shape)
                : throw new InvalidOperationException("There are no best weights; validation data and one epoch were expected.");
        }
    }

    /// <summary>
    /// Writes weights, best weights, optimiser, schedule and position to one safetensors file: complete or not at all. It can be written
    /// between any two steps.
    /// </summary>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <exception cref="IOException">The file cannot be written; an older file of this name is left as it was.</exception>
    /// <exception cref="InvalidOperationException">Training stopped by an error.</exception>
    public void SaveCheckpoint(string path)
    {
        lock (_gate)
        {
            if (_step.Stopped is string reason)
            {
                throw new InvalidOperationException($"A checkpoint of training that stopped could not go on. {reason}");
            }

            Checkpoint().Save(path, _at);
        }
    }

    /// <summary>
    /// Makes the trainer what it was when the checkpoint was written, or leaves it as it is where that cannot be. Epochs, patience,
    /// threads, kernel set and checkpoints are those of the trainer: training that was over goes on where it has more epochs, or more patience,
    /// and ends in the bits of a run that had them from the start; it is over where it has fewer.
    /// </summary>
    /// <param name="path">
    /// A file that <see cref="SaveCheckpoint"/> wrote, of a trainer with the same model, type of optimiser, sizes of the data and seed.
    /// </param>
    /// <param name="newOptions">
    /// False: whatever else decides the bits (loss, learning rate and constants of the optimiser, schedule, clipping, dropout, what data and
    /// losses describe) must be the same, too. True: what differs is that of the trainer from now on. A learning rate of the optimiser other
    /// than the writer's takes the place of the present one, another schedule begins without memory at the present step.
    /// </param>
    /// <exception cref="LstmFormatException">The file is damaged or was written by another trainer; what differs is named.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">Disposed of.</exception>
    public void LoadCheckpoint(string path, bool newOptions = false)
    {
        lock (_gate)
        {
            _step.ThrowIfEnded();
            _at = Checkpoint().Load(path, newOptions);
            (_step.Stopped, _unreported) = (null, null);
            Finish();
        }
    }

    /// <summary>
    /// Ends the threads of the tape, after the step that runs on another thread; <see cref="Train"/> then ends with
    /// <see cref="ObjectDisposedException"/>. Weights and checkpoints can still be had.
    /// </summary>
    public void Dispose()
    {
        _step.End();
        lock (_gate)
        {
            _step.Tape.Dispose();
        }
    }

    /// <summary>Where training is over, puts the best weights in the place of the last.</summary>
    private void Finish()
    {
        if (Finished && _at.BestEpoch > 0)
        {
            _step.LastGood.Take();
            _best.PutBack();
            _at.BestIsBack = true;
        }
    }

    private TrainingCheckpoint Checkpoint() => new(_step, _best, _options, _training, _validation);
}
