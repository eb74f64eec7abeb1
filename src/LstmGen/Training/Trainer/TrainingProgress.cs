namespace LstmGen.Training;

/// <summary>How far training is; reported after every step.</summary>
public readonly record struct TrainingProgress
{
    private readonly IReadOnlyList<TrainingMeasure>? _metrics;

    /// <summary>The epoch of this step, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The most epochs there will be.</summary>
    public required int Epochs { get; init; }

    /// <summary>The batch of this step within its epoch, or the last of those it took together, counted from 1.</summary>
    public required int Batch { get; init; }

    /// <summary>Batches of an epoch.</summary>
    public required int Batches { get; init; }

    /// <summary>Steps so far.</summary>
    public required long Step { get; init; }

    /// <summary>Loss of this step's batch.</summary>
    public required double Loss { get; init; }

    /// <summary>Mean loss of the epoch so far, each batch before the step that used it.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>After the last batch of an epoch: the loss of the validation data; null before it, or without such data.</summary>
    public required double? ValidationLoss { get; init; }

    /// <summary>The smallest validation loss so far; with <see cref="TrainerOptions.Monitor"/> that of the best epoch so far.</summary>
    public required double? BestLoss { get; init; }

    /// <summary>Learning rate of this step.</summary>
    public required float LearningRate { get; init; }

    /// <summary>After the last batch of an epoch, where there are metrics: <see cref="TrainerOptions.Monitor"/> first, then <see cref="TrainerOptions.Metrics"/>; else empty.</summary>
    public IReadOnlyList<TrainingMeasure> Metrics
    {
        get => _metrics ?? [];
        init => _metrics = value;
    }

    /// <summary>Whether this step ended an epoch.</summary>
    public bool EndsEpoch => Batch == Batches;
}
