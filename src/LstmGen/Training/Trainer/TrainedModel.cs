namespace LstmGen.Training;

/// <summary>What a trainer trains, as its steps see it: a generated class, or a model of several parts.</summary>
internal abstract class TrainedModel : IDisposable
{
    internal abstract IReadOnlyList<LstmTrainable> Trainables { get; }

    /// <summary>Number of the next pass with dropout.</summary>
    internal abstract long Pass { get; set; }

    /// <summary>What a checkpoint must have been written for.</summary>
    internal abstract string Identity { get; }

    /// <summary>What a checkpoint says of the loss.</summary>
    internal abstract string LossDescription { get; }

    /// <summary>Numbers of one row of <see cref="Outputs"/>.</summary>
    internal abstract int OutputSize { get; }

    /// <summary>Outputs of the last forward pass, for metrics: [U, B, OutputSize].</summary>
    internal abstract ReadOnlySpan<float> Outputs { get; }

    /// <summary>The shape, where states can be carried from batch to batch; else null.</summary>
    internal virtual LstmShape? Shape => null;

    /// <summary>The state that goes on from batch to batch of a stream.</summary>
    internal virtual LstmState State => throw new InvalidOperationException("A model of several parts carries no state.");

    /// <summary>What the trainer may read data as.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit, or a target cannot be used.</exception>
    internal abstract TrainingData Open(LstmBatches data, string name);

    /// <summary>The first state of a step: a new one, or where the step before ended.</summary>
    internal virtual void BeginStep(bool carries)
    {
    }

    /// <summary>The state of a further batch of the same step.</summary>
    internal virtual void ContinueStep(bool carries)
    {
    }

    /// <summary>Has the next step go on where this one ended.</summary>
    internal virtual void EndStep()
    {
    }

    /// <summary>The state of a batch of an evaluation: a new one, or where the batch before ended.</summary>
    internal virtual void BeginEvaluation(bool carries)
    {
    }

    /// <summary>The mean loss of a batch.</summary>
    /// <exception cref="InvalidOperationException">A target cannot be used; it is named as its user knows it.</exception>
    internal double Forward(TrainingData data, int index, bool trains)
    {
        try
        {
            return Compute(data, index, trains);
        }
        catch (TargetException error)
        {
            throw new InvalidOperationException(error.At(data.Place(index, error.Row)), error);
        }
    }

    /// <summary>The gradients of that loss, which was of a training pass.</summary>
    internal abstract void Backward();

    /// <summary>Ends threads that were made for the trainer.</summary>
    public abstract void Dispose();

    /// <summary>The mean loss of a batch.</summary>
    private protected abstract double Compute(TrainingData data, int index, bool trains);
}
