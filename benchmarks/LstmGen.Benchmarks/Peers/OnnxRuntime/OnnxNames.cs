namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>Names of the inputs and outputs of the models that are written here.</summary>
internal static class OnnxNames
{
    /// <summary>Input [T, B, I].</summary>
    internal const string Input = "x";

    /// <summary>Input [B], only of a ragged batch: steps of each row.</summary>
    internal const string Lengths = "lengths";

    /// <summary>Output [T, D, B, H], the last layer's, of D directions; there is none for a single step.</summary>
    internal const string Output = "y";

    /// <summary>Inputs [D, B, H]: the initial states of a layer.</summary>
    internal static string HiddenIn(int layer) => $"h{layer}";

    /// <inheritdoc cref="HiddenIn"/>
    internal static string CellIn(int layer) => $"c{layer}";

    /// <summary>Outputs [D, B, H]: the final states of a layer.</summary>
    internal static string HiddenOut(int layer) => $"hn{layer}";

    /// <inheritdoc cref="HiddenOut"/>
    internal static string CellOut(int layer) => $"cn{layer}";
}
