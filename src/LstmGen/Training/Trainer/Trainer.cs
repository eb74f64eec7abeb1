namespace LstmGen.Training;

/// <summary>
/// Trains a model: runs epochs of mini-batches, validation, early stopping and checkpoints. Trained by one thread
/// at a time; checkpoints and <see cref="Dispose"/> may come from others, which wait for the step that runs.
/// This class trains a model of several parts; <see cref="Trainer{TModel}"/> a generated class.
/// </summary>
/// <remarks>
/// What is trained is a function of the weights, the data and the options alone: the same bits for any number of threads, any kernel
/// set and processor, and for training that stopped and went on from a checkpoint. A step allocates nothing.
/// What a user's data, loss, progress or disk throw reaches the caller and leaves everything as it was: the same call goes on.
/// </remarks>
public partial class Trainer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TrainerOptions _options;
    private readonly TrainedModel _model;
    private readonly TrainingData _training;
    private readonly TrainingData? _validation;
    private readonly TrainingStep _step;
    private readonly WeightsCopy _best;
    private TrainingPosition _at = new();
    private TrainingProgress? _unreported;

    /// <summary>A trainer at the start of its first epoch.</summary>
    /// <param name="model">What is trained, in place; it stays the caller's, who disposes of it after the trainer.</param>
    /// <param name="training">What to train on.</param>
    /// <param name="options">How. Loss, dropout, threads and kernel set are those of the model's parts, and not set here.</param>
    /// <param name="validation">What tells how good the weights are after each epoch, in batches of as many sequences; null: nothing.</param>
    /// <exception cref="ArgumentException">Sizes of the data do not fit the model, an option is out of range or is one of the model's parts, or the checkpoint cannot be written.</exception>
    public Trainer(TrainableModel model, LstmBatches training, TrainerOptions options, LstmBatches? validation = null)
        : this(Open(model, training, options, validation), options)
    {
    }

    private protected Trainer(TrainedWith with, TrainerOptions options)
    {
        (_options, _model, _training, _validation) = (options, with.Model, with.Training, with.Validation);
        try
        {
            _step = new TrainingStep(_model, options);
            _best = new WeightsCopy(_model.Trainables);
        }
        catch
        {
            _model.Dispose(); // its threads run already
            throw;
        }
    }

    /// <summary>Epochs completed.</summary>
    public int Epoch => _at.Epoch;

    /// <summary>Steps completed.</summary>
    public long Steps => _at.Step;

    /// <summary>
    /// Whether training is over: the epochs are used up or the validation loss (or <see cref="TrainerOptions.Monitor"/>) has not got better for as many as <see cref="TrainerOptions.Patience"/>
    /// says. With validation data the weights are then those of the best epoch.
    /// </summary>
    public bool Finished => _at.UsedUp(_options) || _at.OutOfPatience(_options);

    /// <summary>The smallest validation loss; with <see cref="TrainerOptions.Monitor"/> that of the best epoch; null before the first.</summary>
    public double? BestLoss => _at.BestEpoch > 0 ? _at.BestLoss : null;

    /// <summary>The value of <see cref="TrainerOptions.Monitor"/> in the best epoch; null before the first, or without one.</summary>
    public double? BestMetric => _options.Monitor is null || _at.BestEpoch == 0 ? null : _step.ValidationMetrics.FromScore(_at.BestScore);

    /// <summary>The optimiser, with the learning rate of the last step.</summary>
    public LstmOptimizer Optimizer => _step.Optimizer;

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
            _step.BeginEpoch(); // metrics count from here
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
            _model.Dispose();
        }
    }

    /// <summary>Where training is over, puts the best weights, or without validation the averaged ones, in the place of the last.</summary>
    private void Finish()
    {
        if (!Finished || (_at.BestEpoch == 0 && _step.Average is null))
        {
            return;
        }

        _step.LastGood.Take();
        if (_at.BestEpoch > 0)
        {
            _best.PutBack();
        }
        else
        {
            _step.Average!.PutBack();
        }

        _at.BestIsBack = true;
    }

    /// <summary>Reads the present weights, or their average where one is kept, while no step runs.</summary>
    private protected TResult Read<TResult>(Func<TResult> read)
    {
        lock (_gate)
        {
            WeightAverage? average = _at.BestIsBack ? null : _step.Average;
            average?.PutIn();
            try
            {
                return read();
            }
            finally
            {
                average?.TakeBack();
            }
        }
    }

    /// <summary>The weights of the epoch with the smallest validation loss.</summary>
    /// <exception cref="InvalidOperationException">No epoch has been validated.</exception>
    private protected LstmParameters CopyBest(LstmShape shape)
    {
        lock (_gate)
        {
            return _at.BestEpoch > 0
                ? _best.ToParameters(shape)
                : throw new InvalidOperationException("There are no best weights; validation data and one epoch were expected.");
        }
    }

    private static TrainedWith Open(TrainableModel model, LstmBatches training, TrainerOptions options, LstmBatches? validation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        options.Check(validation is not null);
        options.RefuseThoseOfParts();
        var trained = new TrainedParts(model);
        return new TrainedWith(
            trained, trained.Open(training, nameof(training)), validation is null ? null : trained.Open(validation, nameof(validation)));
    }

    private TrainingCheckpoint Checkpoint() => new(_step, _best, _options, _training, _validation);
}
