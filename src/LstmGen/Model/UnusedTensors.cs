namespace LstmGen;

/// <summary>Why a model has no use for a tensor that PyTorch would know.</summary>
/// <remarks>The generator compiles this file too, so that a build says what a program would.</remarks>
internal static class UnusedTensors
{
    /// <summary>The reason in parentheses after a space, or nothing.</summary>
    internal static string Reason(string name, string head, bool hasHead, bool bias, bool peepholes, string gates, int norm, bool initial, bool projects, bool both)
        => !hasHead && (name == head + "weight" || name == head + "bias") ? " (output is 0: no head)"
            : !both && name.EndsWith("_reverse", StringComparison.Ordinal) ? " (the model is not bidirectional)"
            : !projects && Has(name, "weight_hr") ? " (the model has no projection)"
            : !peepholes && Has(name, "peephole") ? " (Peepholes is false)"
            : norm == 0 && (Begins(name, LstmCells.Gain) || Begins(name, LstmCells.Shift) || Begins(name, "bias_l") || Begins(name, "bias_fgo") || Begins(name, "bias_igo")) ? " (Norm is None)"
            : !initial && Begins(name, LstmCells.Initial) ? " (LearnedInitialState is false)"
            : gates == LstmCells.WithoutInput && Has(name, "peephole_i") ? " (the gates are coupled: i has no weights)"
            : gates == LstmCells.WithoutForget && Has(name, "peephole_f") ? " (the gates are coupled: f has no weights)"
            : !bias && Has(name, "bias") ? " (Bias is false)"
            : "";

    /// <summary>Whether what follows the last dot begins so.</summary>
    private static bool Begins(string name, string part) => name.Substring(name.LastIndexOf('.') + 1).StartsWith(part, StringComparison.Ordinal);

    private static bool Has(string name, string part) => name.IndexOf(part, StringComparison.Ordinal) >= 0;
}
