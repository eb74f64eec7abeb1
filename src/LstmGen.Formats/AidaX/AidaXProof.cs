using System.Globalization;

namespace LstmGen.Formats;

/// <summary>Samples that a model of AIDA-X brings for a check: from a state of zeros on, all knobs at 0.</summary>
internal static class AidaXProof
{
    /// <summary>How far an output may be from what the file says, for outputs of a sound between -1 and 1.</summary>
    private const float Tolerance = 1e-4f;
    private const int MostCompared = 4096; // twice what programs write

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

    /// <summary>Runs a model on the samples that it brings, or the first of them where there are very many.</summary>
    /// <exception cref="LstmFormatException">An output is another one.</exception>
    internal static void Check(ModelBytes file, LstmModelFile model)
    {
        if (model.Proof is not { } proof)
        {
            return;
        }

        var network = new LstmDynamic(model.Network, model.Weights);
        float[] outputs = new float[Math.Min(proof.Outputs.Length, MostCompared)], inputs = proof.Inputs[..(outputs.Length * network.Shape.Input)].ToArray();
        Scale(inputs, model.InputGain);
        network.Run(inputs, network.CreateState(), outputs);
        Scale(outputs, model.OutputGain);
        for (int at = 0; at < outputs.Length; at++)
        {
            float expected = proof.Outputs.Span[at];
            if (!(MathF.Abs(outputs[at] - expected) <= Tolerance))
            {
                throw file.Error(string.Create(
                    CultureInfo.InvariantCulture, $"{Outputs}[{at}] is {expected}, but the network gives {outputs[at]} for {Inputs}; at most {Tolerance} between them was expected."));
            }
        }
    }

    private static void Scale(Span<float> values, float gain)
    {
        foreach (ref float value in values)
        {
            value *= gain;
        }
    }
}
