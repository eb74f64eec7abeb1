namespace LstmGen.Training;

/// <summary>
/// The learning-rate range test (Smith 2017, <c>Cyclical Learning Rates for Training Neural Networks</c>; fastai's <c>lr_find</c>): a rate that rises from step to step, and the
/// loss that goes with it, which first falls and then grows.
/// </summary>
public static class LearningRateFinder
{
    /// <summary>Trains a trainer of its own with rising rates.</summary>
    /// <example><code>
    /// LearningRateSearch search = LearningRateFinder.Run(
    ///     schedule => new Trainer&lt;Forecaster&gt;(data, options with { Schedule = () => schedule, Epochs = 1_000 }));
    /// </code></example>
    /// <param name="create">Makes the trainer with this schedule, which is trained and disposed of; as for the training itself, and with epochs enough for the steps.</param>
    /// <param name="steps">Steps at most, at least 10; it ends before, where the smoothed loss is four times its least or is not finite, or the epochs are used up.</param>
    /// <param name="lowest">The first rate, above 0.</param>
    /// <param name="highest">The last rate, finite, above the first.</param>
    /// <param name="cancellationToken">Asked between steps.</param>
    /// <exception cref="ArgumentException">An argument is out of range, or the trainer does not use the schedule.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LearningRateSearch Run(
        Func<LstmSchedule, Trainer> create, int steps = 100, float lowest = 1e-6f, float highest = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 10);
        LstmOptionGuard.Positive(lowest, nameof(lowest));
        LstmOptionGuard.Positive(highest, nameof(highest));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(highest, lowest);
        var schedule = new RisingSchedule(lowest, highest, steps);
        using Trainer trainer = create(schedule) ?? throw new ArgumentException("create gave null; a trainer was expected.", nameof(create));
        var points = new List<LearningRatePoint>(steps);
        var smoothed = new SmoothedLoss();
        while (points.Count < steps && !trainer.Finished)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TrainingProgress now;
            try
            {
                now = trainer.Step(cancellationToken);
            }
            catch (TrainingDivergedException)
            {
                break; // what is looked for
            }

            if (now.LearningRate != schedule.LearningRate(points.Count))
            {
                throw new ArgumentException("The trainer does not use the schedule that it was made with; its Schedule was expected to give it.", nameof(create));
            }

            points.Add(new LearningRatePoint(now.LearningRate, now.Loss, smoothed.Add(now.Loss)));
            if (smoothed.HasGrown)
            {
                break;
            }
        }

        return new LearningRateSearch(points);
    }
}
