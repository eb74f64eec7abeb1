namespace LstmGen.Training;

/// <summary>
/// The work of one step, in memory made once: forward, loss, backward, checks, clipping, update. And its half, an evaluation. What throws
/// leaves everything as it was; only what fails while the weights are changed stops training.
/// </summary>
internal sealed class TrainingStep
{
    private readonly TrainerOptions _options;
    private readonly double[] _scalars;
    private readonly GradientSums? _sums;
    private volatile bool _ended;

    internal TrainingStep(TrainedModel model, TrainerOptions options)
    {
        (Model, _options) = (model, options);
        Optimizer = options.Optimizer(model.Trainables)
            ?? throw new ArgumentException("Optimizer gave null; an optimiser of the parameters was expected.", nameof(options));
        Schedule = options.Schedule is null ? null : options.Schedule()
            ?? throw new ArgumentException("Schedule gave null; a schedule was expected, or no function to make one.", nameof(options));
        LastGood = new WeightsCopy(model.Trainables);
        Average = options.AverageDecay is float decay ? new WeightAverage(model.Trainables, decay) : null;
        _sums = options.AccumulateBatches > 1 ? new GradientSums(model.Trainables) : null;
        (Metrics, ValidationMetrics) = (new TrainingMetrics(options, model), new TrainingMetrics(options, model));
        _scalars = new double[Schedule?.Scalars.Count ?? 0];
    }

    internal TrainedModel Model { get; }

    internal LstmOptimizer Optimizer { get; }

    internal LstmSchedule? Schedule { get; }

    /// <summary>The weights of the last step whose loss and gradients were finite; once training is over, those of its last step.</summary>
    internal WeightsCopy LastGood { get; }

    /// <summary>The averaged weights, where they are wanted.</summary>
    internal WeightAverage? Average { get; }

    /// <summary>Over the batches of the present epoch.</summary>
    internal TrainingMetrics Metrics { get; }

    /// <summary>Over the last validation.</summary>
    internal TrainingMetrics ValidationMetrics { get; }

    /// <summary>Why training cannot go on; null where it can.</summary>
    internal string? Stopped { get; set; }

    /// <summary>Whether another thread waits to end the threads of the tape.</summary>
    internal bool Ended => _ended;

    /// <summary>Trains on a batch, or on several as one.</summary>
    /// <param name="data">What is trained on.</param>
    /// <param name="first">Number of the first batch.</param>
    /// <param name="count">How many batches.</param>
    /// <param name="key">The key of the epoch.</param>
    /// <param name="step">Number of the step, counted from 1.</param>
    /// <returns>The mean loss before the update, and how much it counts among others.</returns>
    /// <exception cref="TrainingDivergedException">Something is not finite; the last good weights are back.</exception>
    internal (double Loss, double Weight) Train(TrainingData data, int first, int count, ulong key, long step)
    {
        (float rate, long pass) = (Optimizer.LearningRate, Model.Pass);
        try
        {
            (double loss, double weight) = count == 1 ? Gradient(data, first, first, key, step) : Gradients(data, first, count, key, step);
            RequireFinite(LstmFinite.FindGradient(Model.Trainables), step, "the gradient of ");
            Clip();
            Update(step);
            Model.EndStep();
            return (loss, weight);
        }
        catch
        {
            (Optimizer.LearningRate, Model.Pass) = (rate, pass);
            throw;
        }
    }

    /// <summary>Forgets the metrics of an epoch that begins.</summary>
    internal void BeginEpoch() => Metrics.Reset();

    /// <summary>The mean loss over all batches, without dropout; changes nothing.</summary>
    /// <param name="data">The data.</param>
    /// <param name="averaged">Whether of the averaged weights, where there are such.</param>
    /// <param name="found">What was found where a loss is not finite.</param>
    /// <param name="cancellationToken">Asked between batches.</param>
    /// <exception cref="ObjectDisposedException">The trainer is disposed of.</exception>
    internal double Evaluate(TrainingData data, bool averaged, out string? found, CancellationToken cancellationToken)
    {
        if (!averaged || Average is null)
        {
            return Pass(data, out found, cancellationToken);
        }

        Average.PutIn();
        try
        {
            return Pass(data, out found, cancellationToken);
        }
        finally
        {
            Average.TakeBack();
        }
    }

    private double Pass(TrainingData data, out string? found, CancellationToken cancellationToken)
    {
        found = null;
        double sum = 0, weights = 0;
        ValidationMetrics.Reset();
        for (int index = 0; index < data.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfEnded();
            Model.BeginEvaluation(data.CarriesState && index > 0);
            double weight = data.Read(index, key: null);
            double loss = Model.Forward(data, index, trains: false);
            if (!double.IsFinite(loss) && found is null)
            {
                found = Found(loss, data, index);
            }

            ValidationMetrics.Add(Model, data.Batch);
            sum += loss * weight;
            weights += weight;
        }

        return sum / weights;
    }

    /// <summary>The loss of one batch and its gradients.</summary>
    private (double Loss, double Weight) Gradient(TrainingData data, int index, int first, ulong key, long step)
    {
        double weight = data.Read(index, key);
        if (index == first)
        {
            if (Schedule is not null)
            {
                Optimizer.LearningRate = Schedule.LearningRate(step - 1);
            }

            Model.BeginStep(data.CarriesState && index > 0);
        }
        else
        {
            Model.ContinueStep(data.CarriesState);
        }

        double loss = Model.Forward(data, index, trains: true);
        if (!double.IsFinite(loss))
        {
            throw Diverged(step, "the loss", Found(loss, data, index));
        }

        Metrics.Add(Model, data.Batch);
        Model.Backward();
        return (loss, weight);
    }

    /// <summary>The loss of several batches and their gradients, as those of one.</summary>
    private (double Loss, double Weight) Gradients(TrainingData data, int first, int count, ulong key, long step)
    {
        double sum = 0, weights = 0;
        _sums!.Clear();
        for (int index = first; index < first + count; index++)
        {
            ThrowIfEnded();
            (double loss, double weight) = Gradient(data, index, first, key, step);
            _sums.Add(weight);
            sum += loss * weight;
            weights += weight;
        }

        _sums.Write();
        return (sum / weights, weights);
    }

    /// <summary>Tells the schedule of a metric.</summary>
    internal void Report(double metric)
    {
        IReadOnlyList<LstmScalar> scalars = Schedule?.Scalars ?? [];
        for (int index = 0; index < _scalars.Length; index++)
        {
            _scalars[index] = scalars[index].Value;
        }

        try
        {
            Schedule?.Report(metric);
        }
        catch
        {
            for (int index = 0; index < _scalars.Length; index++)
            {
                scalars[index].Value = _scalars[index];
            }

            throw;
        }
    }

    /// <summary>Puts the last good weights back, stops training and says what is wrong.</summary>
    internal TrainingDivergedException Diverged(long step, string what, string found)
    {
        LastGood.PutBack();
        var error = new TrainingDivergedException(step, what, Optimizer.LearningRate, found);
        Stopped = error.Message;
        return error;
    }

    internal void ThrowIfEnded() => ObjectDisposedException.ThrowIf(_ended, typeof(Trainer));

    /// <summary>Has a step or evaluation that runs end soon, on whatever thread.</summary>
    internal void End() => _ended = true;

    private static string Found(double loss, TrainingData data, int index)
        => FormattableString.Invariant($"is {loss}{(data.NonFiniteInput(index) is string input ? $" ({input})" : "")}");

    private void Clip()
    {
        if (_options.ClipNorm is float norm)
        {
            LstmClipping.ByGlobalNorm(Model.Trainables, norm);
        }

        if (_options.ClipValue is float value)
        {
            LstmClipping.ByValue(Model.Trainables, value);
        }
    }

    private void Update(long step)
    {
        LastGood.Take();
        try
        {
            Optimizer.Step();
        }
        catch (Exception error)
        {
            // A copy of the optimiser's state would be as large as the weights, twice with Adam, for what never happens.
            LastGood.PutBack();
            Stopped = $"The optimiser failed at step {step}: {error.Message}";
            throw;
        }

        RequireFinite(LstmFinite.FindValue(Model.Trainables), step, "");
        Average?.Add(step);
    }

    private void RequireFinite(LstmNonFinite? found, long step, string what)
    {
        if (found is LstmNonFinite bad)
        {
            throw Diverged(step, what + bad.Tensor, FormattableString.Invariant($"holds {bad.Value} at index {bad.Index}"));
        }
    }
}
