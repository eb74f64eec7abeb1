namespace LstmGen.Samples.Quickstart;

/// <summary>The LSTM of the textbooks as plain loops over PyTorch's arrays: what the generated kernels are compared with.</summary>
internal sealed class NaiveLstm
{
    private readonly LstmParameters _parameters;
    private readonly float[][] _h;
    private readonly float[][] _c;
    private readonly float[] _gates;

    public NaiveLstm(LstmParameters parameters)
    {
        _parameters = parameters;
        LstmShape shape = parameters.Shape;
        _h = [.. Enumerable.Range(0, shape.Layers).Select(_ => new float[shape.Hidden])];
        _c = [.. Enumerable.Range(0, shape.Layers).Select(_ => new float[shape.Hidden])];
        _gates = new float[4 * shape.Hidden];
    }

    /// <summary>One time step: input [Input], output [Output].</summary>
    public void Step(ReadOnlySpan<float> input, Span<float> output)
    {
        for (int layer = 0; layer < _h.Length; layer++)
        {
            StepLayer(layer, layer == 0 ? input : _h[layer - 1]);
        }

        for (int row = 0; row < output.Length; row++)
        {
            output[row] = _parameters.HeadBiases[row] + Dot(_parameters.HeadWeights, row, _h[^1]);
        }
    }

    private void StepLayer(int layer, ReadOnlySpan<float> input)
    {
        float[] h = _h[layer], c = _c[layer];
        ReadOnlySpan<float> weightIh = _parameters.WeightIh(layer), weightHh = _parameters.WeightHh(layer);
        ReadOnlySpan<float> biasIh = _parameters.BiasIh(layer), biasHh = _parameters.BiasHh(layer);
        for (int row = 0; row < _gates.Length; row++)
        {
            _gates[row] = biasIh[row] + biasHh[row] + Dot(weightIh, row, input) + Dot(weightHh, row, h);
        }

        int hidden = h.Length;
        for (int unit = 0; unit < hidden; unit++)
        {
            float i = Sigmoid(_gates[unit]), f = Sigmoid(_gates[hidden + unit]);
            float g = MathF.Tanh(_gates[(2 * hidden) + unit]), o = Sigmoid(_gates[(3 * hidden) + unit]);
            c[unit] = (f * c[unit]) + (i * g);
            h[unit] = o * MathF.Tanh(c[unit]);
        }
    }

    private static float Dot(ReadOnlySpan<float> matrix, int row, ReadOnlySpan<float> vector)
    {
        ReadOnlySpan<float> weights = matrix.Slice(row * vector.Length, vector.Length);
        float sum = 0;
        for (int column = 0; column < weights.Length; column++)
        {
            sum += weights[column] * vector[column];
        }

        return sum;
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
