namespace LstmGen.Training;

// Steps, epochs, and how they end.
public partial class Trainer
{
    // Keeps the random numbers of the data apart from those of other uses of the seed: "data" in ASCII.
    private const ulong DataKey = 0x6461_7461;

    /// <summary>Trains until <see cref="Finished"/>.</summary>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellationToken">
    /// Asked between steps and between batches of the validation. A cancelled trainer can go on: its weights are those after its last step.
    /// </param>
    /// <exception cref="InvalidOperationException">Training is stopped by an error before, or a batch cannot be used.</exception>
    /// <exception cref="TrainingDivergedException">A loss, gradient or weight is not finite; the weights are the last good ones.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">Disposed of, before or meanwhile.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written; the one before is left as it was.</exception>
    public TrainingResult Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        _step.ThrowIfEnded();
        foreach (ITrainingObserver observer in _options.Observers)
        {
            observer.Begin(this);
        }

        while (true)
        {
            // Where a checkpoint could not be written, the next call begins with it.
            if (_unreported is TrainingProgress now)
            {
                if (_options.CheckpointPath is string path && (now.EndsEpoch || (_options.CheckpointSteps is int every && now.Step % every == 0)))
                {
                    SaveCheckpoint(path);
                }

                _unreported = null;
                progress?.Report(now);
                Tell(now);
            }

            if (Finished)
            {
                var result = new TrainingResult(
                    Epoch, Steps, _at.LastLoss, BestLoss, _at.BestEpoch > 0 ? _at.BestEpoch : null, StoppedEarly: !_at.UsedUp(_options))
                {
                    BestMetric = BestMetric,
                };
                foreach (ITrainingObserver observer in _options.Observers)
                {
                    observer.End(this, result);
                }

                return result;
            }

            cancellationToken.ThrowIfCancellationRequested();
            _unreported = Step(cancellationToken);
        }
    }

    /// <summary>
    /// Trains on the next batch; after the last of an epoch validates, and ends training where it is over. For loops of one's own:
    /// <see cref="Train"/> calls nothing else.
    /// </summary>
    /// <remarks>Where a validation failed or was cancelled, the step before it is done: the next call begins and ends with the validation.</remarks>
    /// <param name="cancellationToken">Asked between batches of the validation.</param>
    /// <exception cref="InvalidOperationException">Training is over or stopped by an error before, or a batch cannot be used.</exception>
    /// <exception cref="TrainingDivergedException">A loss, gradient or weight is not finite; the weights are the last good ones.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">Disposed of, before or meanwhile.</exception>
    public TrainingProgress Step(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _step.ThrowIfEnded();
            ThrowIfOver();
            _unreported = null;
            if (_at.Batch < _training.Count)
            {
                TrainOnBatch();
            }

            (int epoch, int batch, double mean) = (_at.Epoch + 1, _at.Batch, _at.MeanLoss);
            TrainingMeasure[] metrics = [];
            double? validation = batch == _training.Count ? EndEpoch(cancellationToken, out metrics) : null;
            return new TrainingProgress
            {
                Epoch = epoch,
                Epochs = _options.Epochs,
                Batch = batch,
                Batches = _training.Count,
                Step = _at.Step,
                Loss = _at.StepLoss,
                TrainingLoss = mean,
                ValidationLoss = validation,
                BestLoss = BestLoss,
                LearningRate = Optimizer.LearningRate,
                Metrics = metrics,
            };
        }
    }

    /// <summary>The mean loss of the present weights, or of their average where one is kept (<see cref="TrainerOptions.AverageDecay"/>), without dropout; changes nothing.</summary>
    /// <param name="data">In batches of as many sequences as the training data, and of no more steps than training and validation have.</param>
    /// <param name="cancellationToken">Asked between batches.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a target cannot be used.</exception>
    /// <exception cref="InvalidOperationException">A batch cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">Disposed of, before or meanwhile.</exception>
    public double Evaluate(LstmBatches data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        lock (_gate)
        {
            _step.ThrowIfEnded();
            return _step.Evaluate(_model.Open(data, nameof(data)), averaged: !_at.BestIsBack, out _, cancellationToken);
        }
    }

    private void ThrowIfOver()
    {
        if (_step.Stopped is string reason)
        {
            throw new InvalidOperationException($"Training cannot go on; load a checkpoint. {reason}");
        }

        if (Finished)
        {
            throw new InvalidOperationException(_at.UsedUp(_options)
                ? $"Training is over: {_at.Epoch} epochs are done of {_options.Epochs}. A trainer with more goes on from a checkpoint of this one."
                : $"Training is over: the validation loss has not fallen for {_at.Epoch - _at.BestEpoch} epochs, Patience is {_options.Patience}. "
                    + "A trainer with more goes on from a checkpoint of this one.");
        }
    }

    private void Tell(in TrainingProgress now)
    {
        foreach (ITrainingObserver observer in _options.Observers)
        {
            observer.Step(this, now);
            if (now.EndsEpoch)
            {
                observer.Epoch(this, now);
            }
        }
    }

    private void TrainOnBatch()
    {
        if (_at.Batch == 0)
        {
            _step.BeginEpoch();
        }

        ulong key = CounterRandom.Key(_options.Seed, DataKey, (ulong)_at.Epoch);
        int count = Math.Min(_options.AccumulateBatches, _training.Count - _at.Batch);
        (double loss, double weight) = _step.Train(_training, _at.Batch, count, key, _at.Step + 1);
        _at.Step++;
        _at.Batch += count;
        _at.LossSum += loss * weight;
        _at.LossWeight += weight;
        _at.StepLoss = loss;
    }

    private double? EndEpoch(CancellationToken cancellationToken, out TrainingMeasure[] metrics)
    {
        string? found = null;
        double? validation = _validation is null ? null : _step.Evaluate(_validation, averaged: true, out found, cancellationToken);
        if (validation is double loss && !double.IsFinite(loss))
        {
            throw _step.Diverged(_at.Step, "the validation loss", found ?? FormattableString.Invariant($"is {loss}"));
        }

        double? score = _options.Monitor is null ? validation : _step.ValidationMetrics.Score;
        metrics = Measures();
        _step.Report(score ?? _at.MeanLoss);

        // Nothing throws any more.
        if (score < _at.BestScore - _options.MinImprovement)
        {
            (_at.BestScore, _at.BestLoss, _at.BestEpoch) = (score.Value, validation!.Value, _at.Epoch + 1);
            KeepBest();
        }

        _at.Epoch++;
        (_at.Batch, _at.LossSum, _at.LossWeight, _at.LastLoss) = (0, 0, 0, _at.MeanLoss);
        Finish();
        return validation;
    }

    private TrainingMeasure[] Measures()
    {
        TrainingMeasure[] metrics = _step.Metrics.Count == 0 ? [] : new TrainingMeasure[_step.Metrics.Count];
        for (int index = 0; index < metrics.Length; index++)
        {
            metrics[index] = new TrainingMeasure(
                _step.Metrics.Name(index), _step.Metrics.Value(index), _validation is null ? null : _step.ValidationMetrics.Value(index));
        }

        return metrics;
    }

    private void KeepBest()
    {
        if (_step.Average is WeightAverage average)
        {
            _best.Take(average);
        }
        else
        {
            _best.Take();
        }
    }
}
