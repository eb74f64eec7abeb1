namespace LstmGen.Formats;

/// <summary>Samples that a model of AIDA-X brings for a check: from a state of zeros on, all knobs at 0.</summary>
internal static class AidaXProof
{
    internal const string Inputs = "input_batch";
    internal const string Outputs = "output_batch";

    /// <summary>The samples, with as many zeros behind each as there are knobs; null where there are none.</summary>
    internal static LstmModelProof? Of(JsonCursor cursor, float[]? inputs, float[]? outputs, int features)
    {
        if (inputs is null && outputs is null)
        {
            return null;
        }

        if (inputs?.Length != outputs?.Length)
        {
            throw cursor.Error($"{Inputs} has {inputs?.Length ?? 0} samples and {Outputs} {outputs?.Length ?? 0}; as many were expected.");
        }

        // A file of many numbers that its network reads as one each must not become one of many times as many.
        if ((long)inputs!.Length * features > Math.Max(inputs.Length, 1L << 18))
        {
            throw cursor.Error($"{Inputs} has {inputs.Length} samples for {features} inputs; {(1 << 18) / features} at most were expected.");
        }

        var samples = new float[inputs.Length * features];
        for (int at = 0; at < inputs.Length; at++)
        {
            samples[at * features] = inputs[at];
        }

        return new LstmModelProof(samples, outputs);
    }
}
