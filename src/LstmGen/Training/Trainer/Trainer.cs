namespace LstmGen.Training;

/// <summary>
/// Trains a model: owns its parameters and runs epochs of mini-batches, validation, early stopping and checkpoints. Used by one thread
/// at a time; the models it gives are independent of it.
/// </summary>
/// <remarks>
/// What is trained is a function of the weights, the data and the options alone: the same bits for any number of threads, any kernel
/// set and processor, and for training that stopped and went on from a checkpoint. A step allocates nothing.
/// </remarks>
/// <typeparam name="TModel">A class marked with <see cref="LstmModelAttribute"/>.</typeparam>
public sealed class Trainer<TModel> : IDisposable
    where TModel : class, ILstmTrainable<TModel>
{
    // Keeps the random numbers of the data apart from those of other uses of the seed: "data" in ASCII.
    private const ulong DataKey = 0x6461_7461;

    private readonly TrainerOptions _options;
    private readonly LstmBatches _training;
    private readonly LstmBatches? _validation;
    private readonly LstmBatch _trainingBatch;
    private readonly LstmBatch? _validationBatch;
    private readonly LstmParameters _parameters;
    private readonly TrainingStep _step;
    private readonly WeightsCopy _best;
    private TrainingPosition _at = new();
    private string? _stopped;

    /// <summary>A trainer at the start of its first epoch.</summary>
    /// <param name="training">What to train on.</param>
    /// <param name="options">How.</param>
    /// <param name="validation">What tells how good the weights are after each epoch, in batches of as many sequences; null: nothing.</param>
    /// <param name="weights">The initial weights; null: <see cref="LstmWeights.Random"/> of the seed.</param>
    /// <exception cref="ArgumentException">Sizes of the data do not fit the model or the loss, or an option is out of range.</exception>
    /// <exception cref="LstmFormatException">The weights do not fit the model.</exception>
    public Trainer(LstmBatches training, TrainerOptions options, LstmBatches? validation = null, LstmWeights? weights = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        (_training, _options, _validation) = (training, options, validation);
        int steps = Math.Max(training.Steps, validation?.Steps ?? 1);
        CheckData(training, steps, nameof(training));
        if (validation is not null)
        {
            CheckData(validation, steps, nameof(validation));
        }
        else if (options.Patience is not null)
        {
            throw new ArgumentException("Patience is set without validation data: there is nothing to wait for.", nameof(options));
        }

        _parameters = (weights ?? LstmWeights.Random(options.Seed)).Bind(TModel.Shape);
        _step = new TrainingStep(
            TModel.CreateTape(
                _parameters,
                new LstmTapeOptions
                {
                    Batch = training.Batch,
                    Steps = steps,
                    Threads = options.Threads,
                    Dropout = options.Dropout,
                    RecurrentDropout = options.RecurrentDropout,
                    Seed = options.Seed,
                    KernelSet = options.KernelSet,
                }),
            options);
        _best = new WeightsCopy(_step.Tape.Trainables);
        _trainingBatch = new LstmBatch(training);
        _validationBatch = validation is null ? null : new LstmBatch(validation);
        Begin();
    }

    /// <summary>Epochs completed.</summary>
    public int Epoch => _at.Epoch;

    /// <summary>Steps completed.</summary>
    public long Steps => _at.Step;

    /// <summary>
    /// Whether training is over: the epochs are used up or the validation loss has not fallen for as many as <see cref="TrainerOptions.Patience"/>
    /// says. With validation data the weights are then those of the best epoch.
    /// </summary>
    public bool Finished => _at.Finished;

    /// <summary>The smallest validation loss; null before the first.</summary>
    public double? BestLoss => _at.BestEpoch > 0 ? _at.BestLoss : null;

    /// <summary>The optimiser, with the learning rate of the last step.</summary>
    public LstmOptimizer Optimizer => _step.Optimizer;

    /// <summary>The present weights in PyTorch's layout; they change with every step.</summary>
    public LstmParameters Parameters => _parameters;

    /// <summary>A model of the present weights, which never changes.</summary>
    public TModel Snapshot() => TModel.Create(LstmWeights.From(_parameters));

    /// <summary>A model of the weights of the epoch with the smallest validation loss.</summary>
    /// <exception cref="InvalidOperationException">No epoch has been validated.</exception>
    public TModel SnapshotBest() => TModel.Create(LstmWeights.From(BestParameters()));

    /// <summary>A copy of the weights of the epoch with the smallest validation loss.</summary>
    /// <exception cref="InvalidOperationException">No epoch has been validated.</exception>
    public LstmParameters BestParameters() => _at.BestEpoch > 0
        ? _best.ToParameters(TModel.Shape)
        : throw new InvalidOperationException("There are no best weights; validation data and one epoch were expected.");

    /// <summary>Trains until <see cref="Finished"/>.</summary>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellationToken">Asked between steps. A cancelled trainer can go on: its weights are those after its last step.</param>
    /// <exception cref="TrainingDivergedException">A loss, gradient or weight is not finite; the weights are the last good ones.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written; the one before is left as it was.</exception>
    public TrainingResult Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        while (!Finished)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TrainingProgress now = Step();
            if (_options.CheckpointPath is string path && (now.EndsEpoch || (_options.CheckpointSteps is int every && now.Step % every == 0)))
            {
                SaveCheckpoint(path);
            }

            progress?.Report(now);
        }

        return new TrainingResult(
            Epoch, Steps, _at.LastLoss, BestLoss, _at.BestEpoch > 0 ? _at.BestEpoch : null, StoppedEarly: Epoch < _options.Epochs);
    }

    /// <summary>
    /// Trains on the next batch; after the last of an epoch validates, and ends training where it is over. For loops of one's own:
    /// <see cref="Train"/> calls nothing else.
    /// </summary>
    /// <exception cref="InvalidOperationException">Training is over or stopped by an error before, or a batch cannot be used.</exception>
    /// <exception cref="TrainingDivergedException">A loss, gradient or weight is not finite; the weights are the last good ones.</exception>
    public TrainingProgress Step()
    {
        if (_stopped is not null || Finished)
        {
            throw new InvalidOperationException(_stopped is null ? "Training is over." : $"Training cannot go on; load a checkpoint. {_stopped}");
        }

        int batch = _at.Batch;
        double weight = _trainingBatch.Read(_training, batch);
        if (batch == 0 || !_training.CarriesState)
        {
            _step.State.Reset();
        }

        double loss;
        try
        {
            loss = _step.Train(_trainingBatch, _at.Step + 1);
        }
        catch (TrainingDivergedException error)
        {
            _stopped = error.Message;
            throw;
        }

        _at.Step++;
        _at.Batch++;
        _at.LossSum += loss * weight;
        _at.LossWeight += weight;
        double mean = _at.LossSum / _at.LossWeight;
        int epoch = _at.Epoch + 1;
        double? validation = _at.Batch == _training.Count ? EndEpoch(mean) : null;
        return new TrainingProgress
        {
            Epoch = epoch,
            Epochs = _options.Epochs,
            Batch = batch + 1,
            Batches = _training.Count,
            Step = _at.Step,
            Loss = loss,
            TrainingLoss = mean,
            ValidationLoss = validation,
            BestLoss = BestLoss,
            LearningRate = Optimizer.LearningRate,
        };
    }

    /// <summary>The mean loss of the present weights, without dropout; changes nothing.</summary>
    /// <param name="data">In batches of as many sequences as the training data, and of no more steps than training and validation have.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public double Evaluate(LstmBatches data)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckData(data, _step.Tape.Options.Steps, nameof(data));
        double loss = _step.Evaluate(data, new LstmBatch(data));
        if (ReferenceEquals(data, _training))
        {
            Begin(); // the evaluation read it in another order
        }

        return loss;
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
        if (_stopped is not null)
        {
            throw new InvalidOperationException($"A checkpoint of training that stopped could not go on. {_stopped}");
        }

        Checkpoint().Save(path, _at);
    }

    /// <summary>Makes the trainer what it was when the checkpoint was written, or leaves it as it is where that cannot be.</summary>
    /// <param name="path">A file that <see cref="SaveCheckpoint"/> wrote, of a trainer with the same model, optimiser, schedule, sizes of the data and seed.</param>
    /// <exception cref="LstmFormatException">The file is damaged or was written by another trainer.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void LoadCheckpoint(string path)
    {
        _at = Checkpoint().Load(path);
        _stopped = null;
        Begin();
    }

    /// <summary>Ends the threads of the tape.</summary>
    public void Dispose() => _step.Dispose();

    private double? EndEpoch(double mean)
    {
        double? validation = _validation is null ? null : _step.Evaluate(_validation, _validationBatch!);
        if (validation is double loss)
        {
            if (!double.IsFinite(loss))
            {
                TrainingDivergedException error = _step.Diverged(_at.Step, "the validation loss", FormattableString.Invariant($"is {loss}"));
                _stopped = error.Message;
                throw error;
            }

            if (loss < _at.BestLoss - _options.MinImprovement)
            {
                (_at.BestLoss, _at.BestEpoch) = (loss, _at.Epoch + 1);
                _best.Take();
            }
        }

        _step.Schedule?.Report(validation ?? mean);
        _at.Epoch++;
        (_at.Batch, _at.LossSum, _at.LossWeight, _at.LastLoss) = (0, 0, 0, mean);
        if (_at.Epoch >= _options.Epochs || _at.Epoch - _at.BestEpoch >= (_options.Patience ?? int.MaxValue))
        {
            _at.Finished = true;
            if (_at.BestEpoch > 0)
            {
                _best.PutBack();
            }
        }
        else
        {
            Begin();
        }

        return validation;
    }

    /// <summary>Puts the training data at the start of the present epoch.</summary>
    private void Begin() => _training.Start(CounterRandom.Key(_options.Seed, DataKey, (ulong)_at.Epoch));

    private TrainingCheckpoint Checkpoint()
        => new(_step, _best, _options, _training);

    private void CheckData(LstmBatches data, int steps, string name)
    {
        LstmShape shape = TModel.Shape;
        int targetSize = _options.Loss.TargetSize(shape.OutputSize);
        if (data.InputSize != shape.Input || data.TargetSize != targetSize)
        {
            throw new ArgumentException(
                $"The {name} data have {data.InputSize} inputs and {data.TargetSize} targets; {shape.Input} and {targetSize} were expected "
                + $"for {shape} and {_options.Loss.GetType().Name}.",
                name);
        }

        if (data.Batch != _training.Batch || data.Steps > steps || data.Count < 1)
        {
            throw new ArgumentException(
                $"The {name} data have {data.Count} batches of {data.Batch} sequences and {data.Steps} steps; "
                + $"at least 1 of {_training.Batch} sequences and at most {steps} steps was expected.",
                name);
        }
    }
}
