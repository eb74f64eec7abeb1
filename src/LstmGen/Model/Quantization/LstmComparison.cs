namespace LstmGen;

/// <summary>How far a model with narrow weights lies from one with those of single precision, over the same inputs.</summary>
/// <param name="Outputs">Of all outputs.</param>
/// <param name="Hidden">Of h of every layer and sequence after the last step.</param>
/// <param name="Cell">Of c and further states likewise; of models without nothing is compared.</param>
public sealed record LstmComparison(LstmDifference Outputs, LstmDifference Hidden, LstmDifference Cell);
