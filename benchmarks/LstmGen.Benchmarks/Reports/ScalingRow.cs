namespace LstmGen.Benchmarks.Reports;

/// <summary>Two threads of one process beside two processes of one thread.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Alone">Training steps per second of the two processes together.</param>
/// <param name="Together">Training steps per second of two threads.</param>
/// <param name="Ratio">Median over the rounds of the second divided by the first.</param>
/// <param name="Kept">Rounds with both cores undisturbed.</param>
/// <param name="Tried">Rounds tried.</param>
/// <param name="Uncertain">Too few undisturbed rounds: all were taken.</param>
internal sealed record ScalingRow(string Workload, double Alone, double Together, double Ratio, int Kept, int Tried, bool Uncertain);
