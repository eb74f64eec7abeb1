using System.Numerics.Tensors;

namespace LstmGen.Benchmarks.Peers.Dynamic;

/// <summary>A layer over TensorPrimitives: a dot product a gate and unit.</summary>
internal readonly struct DotLayer : IDynamicLayer<DotLayer>
{
    private readonly float[] _rows;
    private readonly float[] _biases;
    private readonly SpanCell _cell;

    private DotLayer(float[] rows, float[] biases) => (_rows, _biases, _cell) = (rows, biases, new(biases.Length / 4));

    public static DotLayer Create(LstmParameters parameters, int layer)
    {
        (float[] rows, float[] biases) = ConcatenatedWeights.Of(parameters, layer);
        return new(rows, biases);
    }

    public void Step(Span<float> inputAndHidden, Span<float> cell)
    {
        int columns = inputAndHidden.Length;
        Span<float> gates = _cell.Gates;
        ReadOnlySpan<float> rows = _rows;
        for (int row = 0; row < gates.Length; row++)
        {
            gates[row] = TensorPrimitives.Dot(rows.Slice(row * columns, columns), inputAndHidden);
        }

        TensorPrimitives.Add(gates, _biases, gates);
        _cell.Apply(cell, inputAndHidden[(columns - cell.Length)..]);
    }
}
