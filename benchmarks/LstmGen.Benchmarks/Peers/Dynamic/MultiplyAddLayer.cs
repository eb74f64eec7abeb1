using System.Numerics.Tensors;

namespace LstmGen.Benchmarks.Peers.Dynamic;

/// <summary>A layer over TensorPrimitives: weights transposed, all gates multiplied and added at once, an input or hidden unit after the other.</summary>
internal readonly struct MultiplyAddLayer : IDynamicLayer<MultiplyAddLayer>
{
    private readonly float[] _columns;
    private readonly float[] _biases;
    private readonly SpanCell _cell;

    private MultiplyAddLayer(float[] columns, float[] biases) => (_columns, _biases, _cell) = (columns, biases, new(biases.Length / 4));

    public static MultiplyAddLayer Create(LstmParameters parameters, int layer)
    {
        (float[] rows, float[] biases) = ConcatenatedWeights.Of(parameters, layer);
        return new(Matrix.Transposed(rows, biases.Length), biases);
    }

    public void Step(Span<float> inputAndHidden, Span<float> cell)
    {
        Span<float> gates = _cell.Gates;
        ReadOnlySpan<float> columns = _columns;
        _biases.CopyTo(gates);
        for (int column = 0; column < inputAndHidden.Length; column++)
        {
            TensorPrimitives.MultiplyAdd(columns.Slice(column * gates.Length, gates.Length), inputAndHidden[column], gates, gates);
        }

        _cell.Apply(cell, inputAndHidden[(inputAndHidden.Length - cell.Length)..]);
    }
}
