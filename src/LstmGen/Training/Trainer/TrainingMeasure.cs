namespace LstmGen.Training;

/// <summary>A metric at the end of an epoch.</summary>
/// <param name="Name">Name of the metric.</param>
/// <param name="Training">
/// Over the batches of the epoch, each as it was trained on, before the step that used it and with dropout. Of an epoch that went on from a checkpoint, over the batches
/// since; a batch whose step failed and was taken again counts twice.
/// </param>
/// <param name="Validation">Over the validation data, without dropout; null where there are none.</param>
public readonly record struct TrainingMeasure(string Name, double Training, double? Validation);
