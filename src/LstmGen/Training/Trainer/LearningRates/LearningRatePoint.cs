namespace LstmGen.Training;

/// <summary>A step of a search for a learning rate.</summary>
/// <param name="LearningRate">The rate of the step.</param>
/// <param name="Loss">The loss of its batch, before the step.</param>
/// <param name="Smoothed">The exponential mean of the losses so far.</param>
public readonly record struct LearningRatePoint(float LearningRate, double Loss, double Smoothed);
