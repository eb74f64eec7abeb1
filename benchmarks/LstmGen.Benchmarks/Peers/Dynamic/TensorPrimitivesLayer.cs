using System.Numerics.Tensors;

namespace LstmGen.Benchmarks.Peers.Dynamic;

/// <summary>A layer as a .NET developer would write it over TensorPrimitives: a dot product a gate and unit, then whole spans.</summary>
internal readonly struct TensorPrimitivesLayer : IDynamicLayer<TensorPrimitivesLayer>
{
    private readonly float[] _rows;
    private readonly float[] _biases;
    private readonly float[] _gates;
    private readonly float[] _scratch;

    private TensorPrimitivesLayer(float[] rows, float[] biases)
        => (_rows, _biases, _gates, _scratch) = (rows, biases, new float[biases.Length], new float[biases.Length / 4]);

    public static TensorPrimitivesLayer Create(LstmParameters parameters, int layer)
    {
        (float[] rows, float[] biases) = ConcatenatedWeights.Of(parameters, layer);
        return new(rows, biases);
    }

    public void Step(Span<float> inputAndHidden, Span<float> cell)
    {
        int units = cell.Length;
        int columns = inputAndHidden.Length;
        Span<float> gates = _gates;
        Span<float> scratch = _scratch;
        ReadOnlySpan<float> rows = _rows;
        for (int row = 0; row < gates.Length; row++)
        {
            gates[row] = TensorPrimitives.Dot(rows.Slice(row * columns, columns), inputAndHidden);
        }

        TensorPrimitives.Add(gates, _biases, gates);
        Span<float> inputAndForget = gates[..(2 * units)];
        Span<float> candidate = gates.Slice(2 * units, units);
        Span<float> output = gates[(3 * units)..];
        TensorPrimitives.Sigmoid(inputAndForget, inputAndForget);
        TensorPrimitives.Tanh(candidate, candidate);
        TensorPrimitives.Sigmoid(output, output);
        TensorPrimitives.Multiply(inputAndForget[..units], candidate, scratch);
        TensorPrimitives.MultiplyAdd(inputAndForget[units..], cell, scratch, cell);
        TensorPrimitives.Tanh(cell, scratch);
        TensorPrimitives.Multiply(output, scratch, inputAndHidden[(columns - units)..]);
    }
}
