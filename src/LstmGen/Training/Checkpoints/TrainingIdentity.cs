using System.Globalization;

namespace LstmGen.Training;

/// <summary>What a checkpoint says of the trainer that wrote it, as names and texts, and a trainer compares with its own.</summary>
internal static class TrainingIdentity
{
    private const string Format = "LstmGen checkpoint 4";

    /// <summary>What the contents of a checkpoint fit: must be the same.</summary>
    internal static (string Key, string Value)[] Required(TrainingStep step, TrainerOptions options, TrainingData training)
    {
        return
        [
            ("format", Format),
            ("model", step.Model.Identity),
            ("optimizer", step.Optimizer.GetType().Name),
            ("data", training.Sizes),
            ("averaged weights", step.Average is null ? "no" : "yes"),
            ("monitor", options.Monitor is null ? "the loss" : step.ValidationMetrics.Name(0)),
            ("seed", options.Seed.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>
    /// Whatever else decides the bits: is the same unless the user asks for new options. Epochs, patience, threads, kernel set and checkpoints
    /// are not among it.
    /// </summary>
    internal static (string Key, string Value)[] Options(TrainingStep step, TrainerOptions options, TrainingData training, TrainingData? validation) =>
    [
        ("loss", step.Model.LossDescription),
        ("optimizer constants", step.Optimizer.Description),
        (Schedule, step.Schedule?.Description ?? "none"),
        (LearningRate, step.Schedule is null ? Text(step.Optimizer.InitialLearningRate) : "that of the schedule"),
        ("batches of a step", options.AccumulateBatches.ToString(CultureInfo.InvariantCulture)),
        ("average decay", Text(options.AverageDecay)),
        ("clip norm", Text(options.ClipNorm)),
        ("clip value", Text(options.ClipValue)),
        ("dropout", Text(options.Dropout)),
        ("recurrent dropout", Text(options.RecurrentDropout)),
        ("recurrent weight dropout", Text(options.RecurrentWeightDropout)),
        ("input dropout", Text(options.InputDropout)),
        ("locked dropout", options.LockedDropout ? "yes" : "no"),
        ("minimal improvement", options.MinImprovement.ToString(CultureInfo.InvariantCulture)),
        ("data constants", training.Description),
        ("validation", validation is null ? "none" : $"{validation.Sizes}, {validation.Description}"),
    ];

    /// <summary>Key of the learning rate that the optimiser was made with.</summary>
    internal const string LearningRate = "learning rate";

    /// <summary>Key of the schedule.</summary>
    internal const string Schedule = "schedule";

    private static string Text(float? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "none";
}
