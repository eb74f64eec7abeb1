namespace LstmGen.Training;

/// <summary>Is told of a training as it goes on: logs, saves weights of its own, changes the learning rate, stops it by throwing.</summary>
/// <remarks>
/// Called by <see cref="Trainer.Train"/>, on its thread, between steps. What it throws reaches the caller of <see cref="Trainer.Train"/>; the trainer
/// stays as it is and the next call goes on behind the step that was reported.
/// </remarks>
public interface ITrainingObserver
{
    /// <summary>Before the first step of a call of <see cref="Trainer.Train"/>.</summary>
    /// <param name="trainer">The trainer.</param>
    void Begin(Trainer trainer)
    {
    }

    /// <summary>After a step; after the last of an epoch the validation is done.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="progress">How far training is.</param>
    void Step(Trainer trainer, in TrainingProgress progress)
    {
    }

    /// <summary>After an epoch, behind <see cref="Step"/> of its last step.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="progress">How far training is.</param>
    void Epoch(Trainer trainer, in TrainingProgress progress)
    {
    }

    /// <summary>When training is over; the weights are those that remain.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="result">How it ended.</param>
    void End(Trainer trainer, TrainingResult result)
    {
    }
}
