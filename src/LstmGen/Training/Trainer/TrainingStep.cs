namespace LstmGen.Training;

/// <summary>
/// The work of one step, in memory made once: forward, loss, backward, checks, clipping, update. And its half, an evaluation. What throws
/// leaves everything as it was; only what fails while the weights are changed stops training.
/// </summary>
internal sealed class TrainingStep
{
    private readonly TrainerOptions _options;
    private readonly double[] _scalars;
    private volatile bool _ended;

    internal TrainingStep(TrainedModel model, TrainerOptions options)
    {
        (Model, _options) = (model, options);
        Optimizer = options.Optimizer(model.Trainables)
            ?? throw new ArgumentException("Optimizer gave null; an optimiser of the parameters was expected.", nameof(options));
        Schedule = options.Schedule is null ? null : options.Schedule()
            ?? throw new ArgumentException("Schedule gave null; a schedule was expected, or no function to make one.", nameof(options));
        LastGood = new WeightsCopy(model.Trainables);
        _scalars = new double[Schedule?.Scalars.Count ?? 0];
    }

    internal TrainedModel Model { get; }

    internal LstmOptimizer Optimizer { get; }

    internal LstmSchedule? Schedule { get; }

    /// <summary>The weights of the last step whose loss and gradients were finite; once training is over, those of its last step.</summary>
    internal WeightsCopy LastGood { get; }

    /// <summary>Why training cannot go on; null where it can.</summary>
    internal string? Stopped { get; set; }

    /// <summary>Whether another thread waits to end the threads of the tape.</summary>
    internal bool Ended => _ended;

    /// <summary>Trains on a batch.</summary>
    /// <param name="data">What is trained on.</param>
    /// <param name="index">Number of the batch.</param>
    /// <param name="key">The key of the epoch.</param>
    /// <param name="step">Number of the step, counted from 1.</param>
    /// <returns>The mean loss before the update, and how much it counts among others.</returns>
    /// <exception cref="TrainingDivergedException">Something is not finite; the last good weights are back.</exception>
    internal (double Loss, double Weight) Train(TrainingData data, int index, ulong key, long step)
    {
        (float rate, long pass) = (Optimizer.LearningRate, Model.Pass);
        try
        {
            double weight = data.Read(index, key);
            if (Schedule is not null)
            {
                Optimizer.LearningRate = Schedule.LearningRate(step - 1);
            }

            Model.BeginStep(data.CarriesState && index > 0);
            double loss = Model.Forward(data, index, trains: true);
            if (!double.IsFinite(loss))
            {
                throw Diverged(step, "the loss", Found(loss, data, index));
            }

            Model.Backward();
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

    /// <summary>The mean loss over all batches, without dropout; changes nothing.</summary>
    /// <param name="data">The data.</param>
    /// <param name="found">What was found where a loss is not finite.</param>
    /// <param name="cancellationToken">Asked between batches.</param>
    /// <exception cref="ObjectDisposedException">The trainer is disposed of.</exception>
    internal double Evaluate(TrainingData data, out string? found, CancellationToken cancellationToken)
    {
        found = null;
        double sum = 0, weights = 0;
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

            sum += loss * weight;
            weights += weight;
        }

        return sum / weights;
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
    }

    private void RequireFinite(LstmNonFinite? found, long step, string what)
    {
        if (found is LstmNonFinite bad)
        {
            throw Diverged(step, what + bad.Tensor, FormattableString.Invariant($"holds {bad.Value} at index {bad.Index}"));
        }
    }
}
