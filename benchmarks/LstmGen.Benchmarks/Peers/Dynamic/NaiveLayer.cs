namespace LstmGen.Benchmarks.Peers.Dynamic;

/// <summary>A layer in plain loops.</summary>
internal readonly struct NaiveLayer : IDynamicLayer<NaiveLayer>
{
    private readonly float[] _rows;
    private readonly float[] _biases;
    private readonly float[] _gates;

    private NaiveLayer(float[] rows, float[] biases) => (_rows, _biases, _gates) = (rows, biases, new float[biases.Length]);

    public static NaiveLayer Create(LstmParameters parameters, int layer)
    {
        (float[] rows, float[] biases) = ConcatenatedWeights.Of(parameters, layer);
        return new(rows, biases);
    }

    public void Step(Span<float> inputAndHidden, Span<float> cell)
    {
        int units = cell.Length;
        Span<float> gates = _gates;
        for (int row = 0; row < gates.Length; row++)
        {
            ReadOnlySpan<float> weights = _rows.AsSpan(row * inputAndHidden.Length, inputAndHidden.Length);
            float sum = _biases[row];
            for (int column = 0; column < weights.Length; column++)
            {
                sum += weights[column] * inputAndHidden[column];
            }

            gates[row] = sum;
        }

        Span<float> hidden = inputAndHidden[(inputAndHidden.Length - units)..];
        for (int unit = 0; unit < units; unit++)
        {
            float kept = Sigmoid(gates[units + unit]) * cell[unit];
            float written = Sigmoid(gates[unit]) * MathF.Tanh(gates[(2 * units) + unit]);
            cell[unit] = kept + written;
            hidden[unit] = Sigmoid(gates[(3 * units) + unit]) * MathF.Tanh(cell[unit]);
        }
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
