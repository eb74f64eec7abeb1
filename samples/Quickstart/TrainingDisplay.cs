using LstmGen.Training;
using Spectre.Console;

namespace LstmGen.Samples.Quickstart;

/// <summary>Losses of one epoch.</summary>
internal sealed record EpochLoss(double Training, double Validation);

/// <summary>Shows a progress bar while training and keeps the losses of every epoch.</summary>
internal sealed class TrainingDisplay(ProgressTask task) : IProgress<TrainingProgress>
{
    public List<EpochLoss> Losses { get; } = [];

    /// <summary>Runs something that trains, under a progress bar; where nobody looks, it prints now and then.</summary>
    public static (T Result, List<EpochLoss> Losses) Run<T>(IAnsiConsole console, Func<IProgress<TrainingProgress>, T> train)
        => console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var display = new TrainingDisplay(context.AddTask("training"));
                T result = train(display);
                display.End();
                return (result, display.Losses);
            });

    public void Report(TrainingProgress now)
    {
        task.MaxValue = (double)now.Epochs * now.Batches;
        task.Value = now.Step;
        if (now.ValidationLoss is double validation)
        {
            Losses.Add(new EpochLoss(now.TrainingLoss, validation));
            task.Description = $"epoch {now.Epoch}: training loss {now.TrainingLoss:F4}, validation {validation:F4}, best {now.BestLoss:F4}";
        }
    }

    private void End() => task.Value = task.MaxValue;
}
