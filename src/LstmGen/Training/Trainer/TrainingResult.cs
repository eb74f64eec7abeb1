namespace LstmGen.Training;

/// <summary>How training ended.</summary>
/// <param name="Epochs">Epochs done.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="TrainingLoss">Mean loss of the last epoch.</param>
/// <param name="BestLoss">The smallest validation loss; with <see cref="TrainerOptions.Monitor"/> that of the best epoch; null without validation data.</param>
/// <param name="BestEpoch">The epoch it belongs to, whose weights were restored; counted from 1.</param>
/// <param name="StoppedEarly">Whether training ended because the validation loss, or the monitored metric, no longer got better.</param>
public sealed record TrainingResult(int Epochs, long Steps, double TrainingLoss, double? BestLoss, int? BestEpoch, bool StoppedEarly)
{
    /// <summary>The value of <see cref="TrainerOptions.Monitor"/> in the best epoch; null without one.</summary>
    public double? BestMetric { get; init; }
}
