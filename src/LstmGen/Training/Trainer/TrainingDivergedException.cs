namespace LstmGen.Training;

/// <summary>
/// A loss, a gradient or an updated weight is not a finite number. The weights are those of the last step whose loss and gradients were finite.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(long step, string what, float learningRate, string found)
        : base(FormattableString.Invariant(
            $"Training stopped at step {step}: {what} {found}; finite values were expected. The learning rate is {learningRate}."))
        => (Step, What, LearningRate) = (step, what, learningRate);

    /// <summary>The step, counted from 1.</summary>
    public long Step { get; }

    /// <summary>What is not finite: <c>the loss</c>, <c>the validation loss</c>, <c>the gradient of weight_ih_l0</c>, <c>weight_ih_l0</c> ...</summary>
    public string What { get; }

    /// <summary>The learning rate of the step.</summary>
    public float LearningRate { get; }
}
