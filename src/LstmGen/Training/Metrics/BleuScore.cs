namespace LstmGen.Training;

/// <summary>BLEU-4 and what it is made of.</summary>
/// <param name="Value">0 to 100; NaN where there were neither hypotheses nor references.</param>
/// <param name="Precision1">The part of tokens that the references have, 0 to 1.</param>
/// <param name="Precision2">The same of two tokens in a row.</param>
/// <param name="Precision3">The same of three.</param>
/// <param name="Precision4">The same of four.</param>
/// <param name="BrevityPenalty">1 where the hypotheses are at least as long as the references, else exp(1 - references / hypotheses).</param>
/// <param name="HypothesisLength">Tokens of all hypotheses.</param>
/// <param name="ReferenceLength">Tokens of the references, of each hypothesis those of the one closest in length.</param>
public readonly record struct BleuScore(
    double Value, double Precision1, double Precision2, double Precision3, double Precision4, double BrevityPenalty, long HypothesisLength, long ReferenceLength)
{
    /// <summary>The line that <c>multi-bleu.perl</c> prints.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"BLEU = {Value:F2}, {Precision1 * 100:F1}/{Precision2 * 100:F1}/{Precision3 * 100:F1}/{Precision4 * 100:F1} ")
        + FormattableString.Invariant(
            $"(BP={BrevityPenalty:F3}, ratio={(double)HypothesisLength / ReferenceLength:F3}, hyp_len={HypothesisLength}, ref_len={ReferenceLength})");
}
