using LstmGen.Formats;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>Runs what a reader gave with LstmDynamic, once it agrees with the plain equations.</summary>
internal static class ModelRun
{
    /// <summary>Outputs, [T, batch, values] or [batch, values], and in the states given what comes after the last step.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">[T, batch, features], or tokens [T, batch].</param>
    /// <param name="batch">Sequences.</param>
    /// <param name="states">Before the first step; null for what the network says.</param>
    internal static float[] Of(LstmModelFile model, float[] inputs, int batch, PlainStates? states = null)
    {
        float[] expected = new PlainNetwork(model).Run(inputs, batch, states is null ? null : new([.. states.Hidden], [.. states.Cell]));
        var network = new LstmDynamic(model.Network, model.Weights);
        LstmState state = network.CreateState(batch);
        Each(state, states, (name, layer, row, values) => state.Set(name, layer, row, Array.ConvertAll(values, value => (float)value)));
        var outputs = new float[expected.Length];
        if (network.TakesTokens)
        {
            network.Run(Array.ConvertAll(inputs, value => (int)value), state, outputs);
        }
        else
        {
            network.Run(inputs, state, outputs);
        }

        Each(state, states, (name, layer, row, _) =>
        {
            (name == "hidden" ? states!.Hidden : states!.Cell)[layer][row] = Array.ConvertAll(state.Get(name, layer, row), value => (double)value);
        });
        Models.Close(outputs, expected, 2e-6f);
        return outputs;
    }

    private static void Each(LstmState state, PlainStates? states, Action<string, int, int, double[]> action)
    {
        for (int layer = 0; states is not null && layer < states.Hidden.Count; layer++)
        {
            for (int row = 0; row < states.Hidden[layer].Length; row++)
            {
                foreach (string name in state.NamesOf(layer))
                {
                    action(name, layer, row, (name == "hidden" ? states.Hidden : states.Cell)[layer][row]);
                }
            }
        }
    }
}
