using System.Numerics.Tensors;

namespace LstmGen.Benchmarks.Peers.Dynamic;

/// <summary>From the gates' sums to c and h by whole spans.</summary>
internal readonly struct SpanCell(int units)
{
    private readonly float[] _gates = new float[4 * units];
    private readonly float[] _scratch = new float[units];

    /// <summary>The sums of i, f, g and o; overwritten.</summary>
    internal Span<float> Gates => _gates;

    internal void Apply(Span<float> cell, Span<float> hidden)
    {
        Span<float> gates = _gates;
        Span<float> scratch = _scratch;
        Span<float> inputAndForget = gates[..(2 * units)];
        Span<float> candidate = gates.Slice(2 * units, units);
        Span<float> output = gates[(3 * units)..];
        TensorPrimitives.Sigmoid(inputAndForget, inputAndForget);
        TensorPrimitives.Tanh(candidate, candidate);
        TensorPrimitives.Sigmoid(output, output);
        TensorPrimitives.Multiply(inputAndForget[..units], candidate, scratch);
        TensorPrimitives.MultiplyAdd(inputAndForget[units..], cell, scratch, cell);
        TensorPrimitives.Tanh(cell, scratch);
        TensorPrimitives.Multiply(output, scratch, hidden);
    }
}
