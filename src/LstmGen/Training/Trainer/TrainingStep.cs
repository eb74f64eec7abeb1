namespace LstmGen.Training;

/// <summary>The work of one step, in memory made once: forward, loss, backward, checks, clipping, update. And its half, an evaluation.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly TrainerOptions _options;
    private readonly LstmState _evaluationState;
    private readonly float[] _outputs;
    private readonly float[] _gradients;

    internal TrainingStep(LstmTape tape, TrainerOptions options)
    {
        (Tape, _options) = (tape, options);
        Optimizer = options.Optimizer(tape.Trainables)
            ?? throw new ArgumentException("Optimizer gave null; an optimiser of the parameters was expected.", nameof(options));
        Schedule = options.Schedule?.Invoke();
        LastGood = new WeightsCopy(tape.Trainables);
        State = tape.CreateState();
        _evaluationState = tape.CreateState();
        int size = checked(tape.Options.Steps * tape.Options.Batch * tape.Shape.OutputSize);
        (_outputs, _gradients) = (new float[size], new float[size]);
    }

    internal LstmTape Tape { get; }

    internal LstmOptimizer Optimizer { get; }

    internal LstmSchedule? Schedule { get; }

    /// <summary>The weights of the last step whose loss and gradients were finite.</summary>
    internal WeightsCopy LastGood { get; }

    /// <summary>The state that goes on from batch to batch of a stream.</summary>
    internal LstmState State { get; }

    /// <summary>Trains on a batch.</summary>
    /// <param name="batch">Filled and closed.</param>
    /// <param name="step">Number of the step, counted from 1.</param>
    /// <returns>The mean loss before the update.</returns>
    /// <exception cref="TrainingDivergedException">Something is not finite; the last good weights are back.</exception>
    internal double Train(LstmBatch batch, long step)
    {
        if (Schedule is not null)
        {
            Optimizer.LearningRate = Schedule.LearningRate(step - 1);
        }

        double loss = Forward(batch, State, trains: true);
        if (!double.IsFinite(loss))
        {
            throw Diverged(step, "the loss", FormattableString.Invariant($"is {loss}"));
        }

        Tape.Backward(Gradients(batch));
        RequireFinite(LstmFinite.FindGradient(Tape.Trainables), step, "the gradient of ");

        Clip();
        LastGood.Take();
        Optimizer.Step();
        RequireFinite(LstmFinite.FindValue(Tape.Trainables), step, "");

        return loss;
    }

    /// <summary>The mean loss over all batches, without dropout.</summary>
    internal double Evaluate(LstmBatches data, LstmBatch batch)
    {
        double sum = 0, weights = 0;
        data.Start(null);
        for (int index = 0; index < data.Count; index++)
        {
            if (index == 0 || !data.CarriesState)
            {
                _evaluationState.Reset();
            }

            double weight = batch.Read(data, index);
            sum += Forward(batch, _evaluationState, trains: false) * weight;
            weights += weight;
        }

        return sum / weights;
    }

    /// <summary>Puts the last good weights back and says what is wrong.</summary>
    internal TrainingDivergedException Diverged(long step, string what, string found)
    {
        LastGood.PutBack();
        return new TrainingDivergedException(step, what, Optimizer.LearningRate, found);
    }

    public void Dispose() => Tape.Dispose();

    private double Forward(LstmBatch batch, LstmState state, bool trains)
    {
        Span<float> outputs = _outputs.AsSpan(0, batch.Steps * batch.Rows * Tape.Shape.OutputSize);
        if (batch.IsRagged)
        {
            Tape.Forward(batch.Inputs, batch.Lengths, state, outputs, dropout: trains);
        }
        else
        {
            Tape.Forward(batch.Inputs, state, outputs, dropout: trains);
        }

        return _options.Loss.Evaluate(outputs, batch.Targets, batch.Mask, Tape.Shape.OutputSize, trains ? Gradients(batch) : default);
    }

    private Span<float> Gradients(LstmBatch batch) => _gradients.AsSpan(0, batch.Steps * batch.Rows * Tape.Shape.OutputSize);

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

    private void RequireFinite(LstmNonFinite? found, long step, string what)
    {
        if (found is LstmNonFinite bad)
        {
            throw Diverged(step, what + bad.Tensor, FormattableString.Invariant($"holds {bad.Value} at index {bad.Index}"));
        }
    }
}
