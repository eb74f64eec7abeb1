namespace LstmGen.Benchmarks.Peers.Dynamic;

/// <summary>PyTorch's two matrices side by side and its two biases added: a row a gate and unit, [4H, Input + H].</summary>
internal static class ConcatenatedWeights
{
    internal static (float[] Rows, float[] Biases) Of(LstmParameters parameters, int layer)
    {
        int input = parameters.Shape.LayerInput(layer);
        int hidden = parameters.Shape.Hidden;
        int columns = input + hidden;
        var rows = new float[4 * hidden * columns];
        var biases = new float[4 * hidden];
        for (int row = 0; row < biases.Length; row++)
        {
            parameters.WeightIh(layer).Slice(row * input, input).CopyTo(rows.AsSpan(row * columns));
            parameters.WeightHh(layer).Slice(row * hidden, hidden).CopyTo(rows.AsSpan((row * columns) + input));
            biases[row] = parameters.BiasIh(layer)[row] + parameters.BiasHh(layer)[row];
        }

        return (rows, biases);
    }
}
