namespace LstmGen.Formats;

/// <summary>
/// What AIDA-X has around a network: out (net(in x) + in x), the second summand with a skip alone. Weights take it in where they can: W of the first layer that of the sample, a linear last
/// layer what comes after it.
/// </summary>
/// <param name="In">Gain of the sample, dB.</param>
/// <param name="Out">Gain of the output, dB.</param>
/// <param name="Skip">Whether the sample is added to what the network gives.</param>
internal readonly record struct AidaXGains(float In, float Out, bool Skip)
{
    private const float Silence = -90; // dB that count as nothing, and below

    /// <summary>Puts the gains into the layers and what they have no place for into the model.</summary>
    internal void Apply(JsonCursor cursor, LayerStack stack, ModelBuilder builder)
    {
        bool plain = In == 0 && Out == 0;
        double input = Factor(In), output = Factor(Out);
        builder.Skip = Skip;
        if (plain)
        {
            return;
        }

        if (!Skip)
        {
            ScaleInput(stack.First, stack.Input, input);
            if (stack.Last.IsLinear)
            {
                stack.Last.Scale(_ => output, _ => 0);
            }
            else
            {
                builder.OutputGain = (float)output;
            }
        }
        else if (stack.Last.IsLinear && input > 0)
        {
            // out (net(in x) + in x) = (out in) (net(in x) / in + x)
            ScaleInput(stack.First, stack.Input, input);
            stack.Last.Scale(_ => 1 / input, _ => 0);
            builder.OutputGain = In + Out == 0 ? 1 : (float)(output * input);
        }
        else if (stack.Input == 1)
        {
            (builder.InputGain, builder.OutputGain) = ((float)input, (float)output);
        }
        else
        {
            throw cursor.Error($"in_skip is 1, in_gain {In} and there are {stack.Input - 1} knobs, but the last layer is not linear; no class can be that. A linear last layer was expected.");
        }
    }

    private static double Factor(float decibels) => decibels > Silence ? Math.Pow(10, decibels / 20.0) : 0;

    /// <summary>Multiplies the column of the first feature.</summary>
    private static void ScaleInput(StackLayer layer, int features, double factor)
    {
        float[] weights = layer.InputWeights;
        for (int at = 0; at < weights.Length; at += features)
        {
            weights[at] = (float)(factor * weights[at]);
        }
    }
}
