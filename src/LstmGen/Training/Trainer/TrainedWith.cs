namespace LstmGen.Training;

/// <summary>What is trained, and the data that fit it.</summary>
internal sealed record TrainedWith(TrainedModel Model, TrainingData Training, TrainingData? Validation);
