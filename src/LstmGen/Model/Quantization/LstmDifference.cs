namespace LstmGen;

/// <summary>How far values lie from those of another model.</summary>
/// <param name="Largest">The largest difference.</param>
/// <param name="Rms">The root of the mean of the squared differences.</param>
/// <param name="LargestValue">The largest magnitude of the values that they were compared with.</param>
/// <param name="Count">How many values were compared.</param>
public readonly record struct LstmDifference(double Largest, double Rms, double LargestValue, long Count);
