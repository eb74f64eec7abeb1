namespace LstmGen.Training;

/// <summary>
/// The work of one step, in memory made once: forward, loss, backward, checks, clipping, update. And its half, an evaluation. What throws
/// leaves everything as it was; only what fails while the weights are changed stops training.
/// </summary>
internal sealed class TrainingStep
{
    private readonly TrainerOptions _options;
    private readonly LstmState _evaluationState;
    private readonly float[] _outputs;
    private readonly float[] _gradients;
    private readonly double[] _scalars;
    private readonly int[] _tokens;
    private LstmState _next;
    private volatile bool _ended;

    internal TrainingStep(LstmTape tape, TrainerOptions options)
    {
        (Tape, _options) = (tape, options);
        Optimizer = options.Optimizer(tape.Trainables)
            ?? throw new ArgumentException("Optimizer gave null; an optimiser of the parameters was expected.", nameof(options));
        Schedule = options.Schedule is null ? null : options.Schedule()
            ?? throw new ArgumentException("Schedule gave null; a schedule was expected, or no function to make one.", nameof(options));
        LastGood = new WeightsCopy(tape.Trainables);
        (State, _next, _evaluationState) = (tape.CreateState(), tape.CreateState(), tape.CreateState());
        int size = checked(tape.Shape.OutputSteps(tape.Options.Steps) * tape.Options.Batch * tape.Shape.OutputSize);
        _tokens = new int[tape.Shape.EmbeddedTokens > 0 ? tape.Options.Steps * tape.Options.Batch : 0];
        (_outputs, _gradients, _scalars) = (new float[size], new float[size], new double[Schedule?.Scalars.Count ?? 0]);
    }

    internal LstmTape Tape { get; }

    internal LstmOptimizer Optimizer { get; }

    internal LstmSchedule? Schedule { get; }

    /// <summary>The weights of the last step whose loss and gradients were finite; once training is over, those of its last step.</summary>
    internal WeightsCopy LastGood { get; }

    /// <summary>The state that goes on from batch to batch of a stream.</summary>
    internal LstmState State { get; private set; }

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
        (float rate, long pass) = (Optimizer.LearningRate, Tape.Pass);
        try
        {
            double weight = data.Read(index, key);
            if (Schedule is not null)
            {
                Optimizer.LearningRate = Schedule.LearningRate(step - 1);
            }

            bool carries = data.CarriesState && index > 0;
            if (carries)
            {
                _next.CopyFrom(State);
            }
            else
            {
                _next.Reset();
            }

            double loss = Forward(data, index, _next, trains: true);
            if (!double.IsFinite(loss))
            {
                throw Diverged(step, "the loss", Found(loss, data, index));
            }

            Tape.Backward(Gradients(data.Batch));
            RequireFinite(LstmFinite.FindGradient(Tape.Trainables), step, "the gradient of ");
            Clip();
            Update(step);
            (State, _next) = (_next, State);
            return (loss, weight);
        }
        catch
        {
            (Optimizer.LearningRate, Tape.Pass) = (rate, pass);
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
            if (index == 0 || !data.CarriesState)
            {
                _evaluationState.Reset();
            }

            double weight = data.Read(index, key: null);
            double loss = Forward(data, index, _evaluationState, trains: false);
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

    internal void ThrowIfEnded() => ObjectDisposedException.ThrowIf(_ended, typeof(Trainer<>));

    /// <summary>Has a step or evaluation that runs end soon, on whatever thread.</summary>
    internal void End() => _ended = true;

    private double Forward(TrainingData data, int index, LstmState state, bool trains)
    {
        LstmBatch batch = data.Batch;
        Span<float> outputs = _outputs.AsSpan(0, OutputFloats(batch));
        if (Tape.Shape.EmbeddedTokens > 0)
        {
            Span<int> tokens = _tokens.AsSpan(0, batch.Steps * batch.Rows);
            data.ReadTokens(index, Tape.Shape.EmbeddedTokens, tokens);
            Tape.Forward(tokens, batch.Lengths, state, outputs, dropout: trains);
        }
        else if (batch.IsRagged)
        {
            Tape.Forward(batch.Inputs, batch.Lengths, state, outputs, dropout: trains);
        }
        else
        {
            Tape.Forward(batch.Inputs, state, outputs, dropout: trains);
        }

        Span<float> gradients = trains ? Gradients(batch) : default;
        gradients.Clear(); // a loss that writes none has none
        try
        {
            return _options.Loss.Evaluate(outputs, batch.Targets, batch.Mask, Tape.Shape.OutputSize, gradients);
        }
        catch (TargetException error)
        {
            throw new InvalidOperationException(error.At(data.Place(index, error.Row)), error);
        }
    }

    private static string Found(double loss, TrainingData data, int index)
        => FormattableString.Invariant($"is {loss}{(data.NonFiniteInput(index) is string input ? $" ({input})" : "")}");

    private Span<float> Gradients(LstmBatch batch) => _gradients.AsSpan(0, OutputFloats(batch));

    private int OutputFloats(LstmBatch batch) => Tape.Shape.OutputSteps(batch.Steps) * batch.Rows * Tape.Shape.OutputSize;

    private void Clip()
    {
        if (_options.ClipNorm is float norm)
        {
            LstmClipping.ByGlobalNorm(Tape.Trainables, norm);
        }

        if (_options.ClipValue is float value)
        {
            LstmClipping.ByValue(Tape.Trainables, value);
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

        RequireFinite(LstmFinite.FindValue(Tape.Trainables), step, "");
    }

    private void RequireFinite(LstmNonFinite? found, long step, string what)
    {
        if (found is LstmNonFinite bad)
        {
            throw Diverged(step, what + bad.Tensor, FormattableString.Invariant($"holds {bad.Value} at index {bad.Index}"));
        }
    }
}
