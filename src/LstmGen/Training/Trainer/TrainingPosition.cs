namespace LstmGen.Training;

/// <summary>Where training stands; all of it is in a checkpoint.</summary>
internal sealed record TrainingPosition
{
    /// <summary>Epochs completed.</summary>
    internal int Epoch { get; set; }

    /// <summary>Batches of the present epoch completed.</summary>
    internal int Batch { get; set; }

    /// <summary>Steps completed.</summary>
    internal long Step { get; set; }

    /// <summary>Sum of the epoch's batch losses, each times its weight.</summary>
    internal double LossSum { get; set; }

    /// <summary>Sum of those weights.</summary>
    internal double LossWeight { get; set; }

    /// <summary>Mean loss of the last completed epoch; NaN before.</summary>
    internal double LastLoss { get; set; } = double.NaN;

    /// <summary>The smallest validation loss; infinite before.</summary>
    internal double BestLoss { get; set; } = double.PositiveInfinity;

    /// <summary>The epoch of the smallest validation loss, counted from 1; 0 before.</summary>
    internal int BestEpoch { get; set; }

    /// <summary>Whether the best weights were put back: training is over.</summary>
    internal bool Finished { get; set; }
}
