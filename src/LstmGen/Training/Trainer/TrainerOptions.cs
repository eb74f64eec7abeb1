namespace LstmGen.Training;

/// <summary>How a <see cref="Trainer"/> trains.</summary>
public sealed record TrainerOptions
{
    /// <summary>What is made small; to be set but for a model of several parts (<see cref="TrainableModel"/>), whose loss is its own.</summary>
    public LstmLoss? Loss { get; init; }

    /// <summary>Makes the optimiser of the parameters; Adam with a learning rate of 0.001 by default.</summary>
    public Func<IReadOnlyList<LstmTrainable>, LstmOptimizer> Optimizer { get; init; } = trainables => new Adam(trainables);

    /// <summary>
    /// Makes the schedule, which sets the learning rate before every step and is told of the validation loss (or, without, the training loss)
    /// after every epoch; null leaves the rate as the optimiser has it. Its steps are those of the optimiser: <see cref="LstmBatches.Count"/> an epoch.
    /// </summary>
    public Func<LstmSchedule>? Schedule { get; init; }

    /// <summary>Passes over the training data, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Limit of the norm of all gradients together, finite, above 0; null: none. Norms are taken before <see cref="ClipValue"/> cuts.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>Limit of the magnitude of every gradient, finite, above 0; null: none.</summary>
    public float? ClipValue { get; init; }

    /// <summary>Dropout between layers: <see cref="LstmTapeOptions.Dropout"/>; 0 for a model of one layer.</summary>
    public float Dropout { get; init; }

    /// <summary>Dropout of the recurrence: <see cref="LstmTapeOptions.RecurrentDropout"/>.</summary>
    public float RecurrentDropout { get; init; }

    /// <summary>Dropout of the weights of the recurrence: <see cref="LstmTapeOptions.RecurrentWeightDropout"/>.</summary>
    public float RecurrentWeightDropout { get; init; }

    /// <summary>Dropout of the inputs: <see cref="LstmTapeOptions.InputDropout"/>.</summary>
    public float InputDropout { get; init; }

    /// <summary>Whether dropout of the inputs and between layers has one mask for all steps: <see cref="LstmTapeOptions.LockedDropout"/>.</summary>
    public bool LockedDropout { get; init; }

    /// <summary>Determines the initial weights (where none are given), the order of the data, its augmentation and the dropout masks.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads that work on a step, 1 to 1,024; the trained bits are the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>One of the model's kernel sets, or null for the best; the trained bits are the same for any.</summary>
    public string? KernelSet { get; init; }

    /// <summary>Epochs without a smaller validation loss (or better <see cref="Monitor"/>) after which training ends; null: never before <see cref="Epochs"/>.</summary>
    public int? Patience { get; init; }

    /// <summary>By how much the validation loss (or <see cref="Monitor"/>) must be better than the best to count as better; finite, at least 0.</summary>
    public double MinImprovement { get; init; }

    /// <summary>
    /// Batches that one step takes together, at least 1: gradients are those of one batch of all their sequences, in the memory of one. Steps of an epoch are then as many
    /// fewer, rounded up; the last step of an epoch has the batches that are left.
    /// </summary>
    public int AccumulateBatches { get; init; } = 1;

    /// <summary>
    /// The decay of an exponential moving average of the weights, above 0 and below 1, such as 0.999; null: none. After step n it is at most
    /// (1 + n) / (10 + n). Validation and the weights that remain are then those of the average; steps go on from the weights themselves.
    /// </summary>
    public float? AverageDecay { get; init; }

    /// <summary>Metrics besides the loss, each by a function that makes it, such as <c>LstmMetric.Accuracy</c>; computed over training and validation data of every epoch.</summary>
    public IReadOnlyList<Func<LstmMetric>> Metrics { get; init; } = [];

    /// <summary>
    /// The metric over the validation data that says which epoch is the best, for <see cref="Patience"/>, <see cref="Schedule"/> and the weights that remain;
    /// null: the loss. A metric of which higher is better is told to the schedule with its sign turned.
    /// </summary>
    public Func<LstmMetric>? Monitor { get; init; }

    /// <summary>Who is told of steps and epochs, one after the other; those behind one that throws are not told.</summary>
    public IReadOnlyList<ITrainingObserver> Observers { get; init; } = [];

    /// <summary>
    /// A file that <see cref="Trainer.Train"/> writes a checkpoint to after every epoch, in a folder that is there and can be written
    /// to; null: none.
    /// </summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Steps after which a checkpoint is written within an epoch, too; null: never.</summary>
    public int? CheckpointSteps { get; init; }

    internal void Check(bool validates)
    {
        ArgumentNullException.ThrowIfNull(Optimizer);
        ArgumentNullException.ThrowIfNull(Metrics);
        ArgumentNullException.ThrowIfNull(Observers);
        ArgumentOutOfRangeException.ThrowIfLessThan(AccumulateBatches, 1);
        if (AverageDecay is float decay && !(decay > 0 && decay < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(AverageDecay), FormattableString.Invariant($"AverageDecay is {decay}; a number above 0 and below 1 was expected."));
        }

        if (Observers.Contains(null!))
        {
            throw new ArgumentException("An observer is null.", nameof(Observers));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        LstmOptionGuard.Positive(ClipNorm ?? 1, nameof(ClipNorm));
        LstmOptionGuard.Positive(ClipValue ?? 1, nameof(ClipValue));
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience ?? 1, 1, nameof(Patience));
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointSteps ?? 1, 1, nameof(CheckpointSteps));
        LstmOptionGuard.NotNegative(MinImprovement, nameof(MinImprovement));
        if (CheckpointSteps is not null && CheckpointPath is null)
        {
            throw new ArgumentException("CheckpointSteps is set without CheckpointPath: there is no file to write to.", nameof(CheckpointSteps));
        }

        if (!validates && (Patience is not null || Monitor is not null))
        {
            throw new ArgumentException(
                $"{(Patience is not null ? nameof(Patience) : nameof(Monitor))} is set without validation data: there is nothing to {(Patience is not null ? "wait for" : "measure")}.", "options");
        }

        if (CheckpointPath is string path)
        {
            CheckpointFolder.Check(path, nameof(CheckpointPath));
        }
    }

    /// <summary>Refuses what the parts of a model decide.</summary>
    internal void RefuseThoseOfParts()
    {
        string? set = Loss is not null ? nameof(Loss)
            : Dropout != 0 ? nameof(Dropout)
            : RecurrentDropout != 0 ? nameof(RecurrentDropout)
            : RecurrentWeightDropout != 0 ? nameof(RecurrentWeightDropout)
            : InputDropout != 0 ? nameof(InputDropout)
            : LockedDropout ? nameof(LockedDropout)
            : Threads != 1 ? nameof(Threads)
            : KernelSet is not null ? nameof(KernelSet) : null;
        if (set is not null)
        {
            throw new ArgumentException($"{set} is set; it belongs to the parts of the model, and no effect on them was to be had here.", "options");
        }
    }
}
