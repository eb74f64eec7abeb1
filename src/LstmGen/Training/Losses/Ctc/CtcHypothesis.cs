namespace LstmGen.Training;

/// <summary>Labels that <see cref="CtcDecoder"/> found.</summary>
/// <param name="Labels">Without blanks and repetitions.</param>
/// <param name="LogProbability">ln of the probability of all ways to place them in time that the search kept: at most that of all ways.</param>
public sealed record CtcHypothesis(IReadOnlyList<int> Labels, double LogProbability);
