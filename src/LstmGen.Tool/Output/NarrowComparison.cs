namespace LstmGen.Tool.Output;

/// <summary>How far a network with narrow weights is from the one with weights in single precision; these are the names of its JSON.</summary>
/// <param name="Weights">What the narrow one holds weights as.</param>
/// <param name="Inputs">What both ran over, in words.</param>
/// <param name="Steps">Rows of them.</param>
/// <param name="Tolerance">How far an output may be off, as a part of the largest output, of 1 at least; null where nothing was asked for.</param>
/// <param name="Passed">Whether none is further off.</param>
/// <param name="Outputs">Of all outputs.</param>
/// <param name="Hidden">Of h of every layer after the last step.</param>
/// <param name="Cell">Of c and further states likewise.</param>
internal sealed record NarrowComparison(
    LstmNumbers Weights, string Inputs, int Steps, double? Tolerance, bool Passed, LstmDifference Outputs, LstmDifference Hidden, LstmDifference Cell)
{
    internal static NarrowComparison Of(LstmNumbers weights, string inputs, int steps, double? tolerance, LstmComparison found) => new(
        weights, inputs, steps, tolerance, tolerance is not double most || found.Outputs.Largest <= most * Math.Max(1, found.Outputs.LargestValue), found.Outputs, found.Hidden, found.Cell);
}
