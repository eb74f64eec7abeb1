namespace LstmGen.Training;

/// <summary>Where training stands; all of it is in a checkpoint.</summary>
internal sealed record TrainingPosition
{
    /// <summary>Epochs completed.</summary>
    internal int Epoch { get; set; }

    /// <summary>Batches of the present epoch completed; where these are all, the end of the epoch is due: validation and what follows.</summary>
    internal int Batch { get; set; }

    /// <summary>Steps completed.</summary>
    internal long Step { get; set; }

    /// <summary>Sum of the epoch's batch losses, each times its weight.</summary>
    internal double LossSum { get; set; }

    /// <summary>Sum of those weights.</summary>
    internal double LossWeight { get; set; }

    /// <summary>Mean loss of the epoch so far.</summary>
    internal double MeanLoss => LossSum / LossWeight;

    /// <summary>Loss of the last step's batch; NaN before.</summary>
    internal double StepLoss { get; set; } = double.NaN;

    /// <summary>Mean loss of the last completed epoch; NaN before.</summary>
    internal double LastLoss { get; set; } = double.NaN;

    /// <summary>What is smallest in the best epoch: the validation loss, or the monitored metric, with its sign turned where higher is better; infinite before.</summary>
    internal double BestScore { get; set; } = double.PositiveInfinity;

    /// <summary>The validation loss of the best epoch; infinite before.</summary>
    internal double BestLoss { get; set; } = double.PositiveInfinity;

    /// <summary>The best epoch, counted from 1; 0 before.</summary>
    internal int BestEpoch { get; set; }

    /// <summary>Whether the best weights, or the averaged ones, have taken the place of the last, which are kept for training that goes on with more epochs.</summary>
    internal bool BestIsBack { get; set; }

    internal bool UsedUp(TrainerOptions options) => Epoch >= options.Epochs;

    internal bool OutOfPatience(TrainerOptions options) => options.Patience is int patience && Epoch - BestEpoch >= patience;
}
