namespace LstmGen.Dynamic;

/// <summary>What a model chosen at run time may lack.</summary>
internal static class RuntimeModelFaults
{
    internal static InvalidOperationException NoStep(LstmShape shape)
        => new($"A network of {shape} has no step: a layer reads from the end of a sequence, or outputs are of all steps together. Use Run.");

    internal static InvalidOperationException NoTokens(LstmShape shape) => new($"A network of {shape} takes vectors, and no tokens.");
}
